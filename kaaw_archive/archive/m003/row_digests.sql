-- A digest of the values of each row of facts and decisions (kaaw_archive/archive/row_digests.py). Zeros: not stored yet;
-- they make room for it, so that storing it splits no page.
ALTER TABLE crawls ADD COLUMN row_digest BLOB NOT NULL DEFAULT x'00000000';
ALTER TABLE urls ADD COLUMN row_digest BLOB NOT NULL DEFAULT x'00000000';
ALTER TABLE headers ADD COLUMN row_digest BLOB NOT NULL DEFAULT x'00000000';
ALTER TABLE certificates ADD COLUMN row_digest BLOB NOT NULL DEFAULT x'00000000';
ALTER TABLE dictionaries ADD COLUMN row_digest BLOB NOT NULL DEFAULT x'00000000';
ALTER TABLE payloads ADD COLUMN row_digest BLOB NOT NULL DEFAULT x'00000000';
ALTER TABLE captures ADD COLUMN row_digest BLOB NOT NULL DEFAULT x'00000000';
ALTER TABLE link_checks ADD COLUMN row_digest BLOB NOT NULL DEFAULT x'00000000';
ALTER TABLE decisions ADD COLUMN row_digest BLOB NOT NULL DEFAULT x'00000000';
