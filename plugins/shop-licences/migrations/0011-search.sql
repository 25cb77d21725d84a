-- Officials search by words of shop and owner, folded as foldText does, each from its beginning; by an index however many licences there are.
ALTER TABLE licence ADD COLUMN words tsvector GENERATED ALWAYS AS (
  to_tsvector('simple'::regconfig, translate(lower(shop || ' ' || owner_name), 'أإآٱىةؤئءـ', 'اااايهوي'))) STORED;
CREATE INDEX licence_words ON licence USING gin (words);
-- Accounts that keep a licence for an establishment, and their personal data.
CREATE INDEX licence_accounts ON licence USING gin (accounts);
