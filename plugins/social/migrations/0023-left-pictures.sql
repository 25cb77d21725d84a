-- A picture outlives its item until its file is removed too: the row is all that is known of the file.
ALTER TABLE news_picture DROP CONSTRAINT news_picture_news_fkey;
CREATE INDEX news_picture_made ON news_picture (made_at);
