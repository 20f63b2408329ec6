-- The memory that workspaces share: their units and the answers of machine translation.
-- Read by everybody in targman_reader; written by those in targman_writer, each for the workspaces that `writer` names.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

DO $$
DECLARE wanted name;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['targman_reader', 'targman_writer'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        END IF;
    END LOOP;
END $$;

CREATE SCHEMA targman;

-- The version of these tables, and a name by which a copy knows that its numbers are from here.
CREATE TABLE targman.memory (
    version integer NOT NULL,
    identity uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO targman.memory (version) VALUES (1);

-- Who may write for which workspace. The owner adds the rows.
CREATE TABLE targman.writer (
    role name NOT NULL,
    workspace text NOT NULL,
    PRIMARY KEY (role, workspace)
);

-- A text with its translations. One that its workspace has no longer is kept, with the date since when: it is "earlier".
CREATE TABLE targman.unit (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace text NOT NULL CHECK (workspace <> '' AND workspace <> 'articles' AND workspace NOT LIKE '%/%'),
    origin text NOT NULL,               -- the article, or the imported file
    key bytea NOT NULL,                 -- a digest of the unit and its place: what is sent twice is there once
    lang text NOT NULL,                 -- the language it was written in; empty if unknown
    texts json NOT NULL,                -- by language
    translators json NOT NULL,          -- by language
    words text NOT NULL,                -- the words of all texts as the search compares them
    added timestamptz NOT NULL DEFAULT now(),
    added_by name NOT NULL DEFAULT session_user,
    taken timestamptz,                  -- since when it is earlier
    change bigint NOT NULL,             -- the number of its last change; they are in the order of the commits
    UNIQUE (workspace, key)
);
CREATE UNIQUE INDEX unit_change ON targman.unit (change);
CREATE INDEX unit_earlier_words ON targman.unit USING gin (words gin_trgm_ops) WHERE taken IS NOT NULL;
CREATE SEQUENCE targman.change OWNED BY targman.unit.change;

-- An answer of machine translation, which somebody paid for.
CREATE TABLE targman.answer (
    provider text NOT NULL,
    source text NOT NULL,
    target text NOT NULL,
    key bytea NOT NULL,                 -- a digest of the text that was sent
    asked json NOT NULL,
    answer json NOT NULL,
    workspace text NOT NULL,
    added timestamptz NOT NULL DEFAULT now(),
    added_by name NOT NULL DEFAULT session_user,
    PRIMARY KEY (provider, source, target, key)
);

-- Writers come one after the other, from the first change of a transaction to its end. So changes have their numbers in
-- the order in which they become visible, and who has read up to one misses none; and no two wait for each other.
CREATE FUNCTION targman.await_turn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('targman'));
    RETURN NULL;
END $$;

CREATE FUNCTION targman.number_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.change := nextval('targman.change');
    RETURN NEW;
END $$;

CREATE TRIGGER await_turn BEFORE INSERT OR UPDATE ON targman.unit
    FOR EACH STATEMENT EXECUTE FUNCTION targman.await_turn();
CREATE TRIGGER number_change BEFORE INSERT OR UPDATE ON targman.unit
    FOR EACH ROW EXECUTE FUNCTION targman.number_change();
CREATE TRIGGER await_turn BEFORE INSERT ON targman.answer
    FOR EACH STATEMENT EXECUTE FUNCTION targman.await_turn();

CREATE FUNCTION targman.may_write(wanted text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM targman.writer JOIN pg_roles ON rolname = role WHERE workspace = wanted AND pg_has_role(oid, 'MEMBER')
    )
$$;

ALTER TABLE targman.unit ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON targman.unit FOR SELECT USING (true);
CREATE POLICY adding ON targman.unit FOR INSERT WITH CHECK (targman.may_write(workspace));
CREATE POLICY taking ON targman.unit FOR UPDATE
    USING (targman.may_write(workspace)) WITH CHECK (targman.may_write(workspace));
ALTER TABLE targman.answer ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON targman.answer FOR SELECT USING (true);
CREATE POLICY adding ON targman.answer FOR INSERT WITH CHECK (targman.may_write(workspace));

GRANT USAGE ON SCHEMA targman TO targman_reader, targman_writer;
GRANT SELECT ON targman.memory, targman.writer, targman.unit, targman.answer TO targman_reader, targman_writer;
GRANT INSERT (workspace, origin, key, lang, texts, translators, words), UPDATE (taken) ON targman.unit
    TO targman_writer;
GRANT INSERT (provider, source, target, key, asked, answer, workspace) ON targman.answer TO targman_writer;
GRANT USAGE ON SEQUENCE targman.change TO targman_writer;
