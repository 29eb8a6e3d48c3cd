-- The loader role inserts into tables whose directive says so, and reads nothing.
-- Checking a foreign key is the owner's work, so the role needs no other right.
GRANT USAGE ON SCHEMA tenancy TO app_loader;
