-- Maintenance that is announced for later; null: from the moment it was set.
ALTER TABLE hub.system_maintenance ADD COLUMN starts_at timestamptz;
