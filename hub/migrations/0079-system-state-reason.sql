-- Why a system is down, as the last probe or request found it.
ALTER TABLE hub.system_state ADD COLUMN reason text;
