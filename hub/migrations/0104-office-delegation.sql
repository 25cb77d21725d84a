-- A delegation may also be given to an accredited office, whose agents then act for the client, and may limit the fees of one request.
ALTER TABLE hub.delegation ALTER COLUMN delegate_national_id DROP NOT NULL;
ALTER TABLE hub.delegation
  -- EstablishmentRef of the office
  ADD COLUMN office jsonb,
  -- riyals of one request; null = no limit
  ADD COLUMN fee_limit numeric(12, 2) CHECK (fee_limit >= 0),
  ADD COLUMN accepted_by uuid,
  -- the request by which it was asked for: asked again, it is the same one
  ADD COLUMN given_key text UNIQUE,
  ADD CONSTRAINT delegation_delegate_check CHECK (num_nonnulls(delegate_national_id, office) = 1);
CREATE INDEX delegation_office ON hub.delegation ((office->>'unifiedNumber')) WHERE ended_at IS NULL AND office IS NOT NULL;
