-- A definition is shown again as it was written: json keeps the order of its fields, jsonb does not.
ALTER TABLE hub.connected_system ALTER COLUMN definition TYPE json;
