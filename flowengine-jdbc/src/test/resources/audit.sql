-- What happens to the tables of a store, written down by the database itself. "at" are microseconds.

CREATE TABLE audit_nodes (
  n bigint GENERATED ALWAYS AS IDENTITY, backend integer, node text, alive_until bigint, at bigint);
CREATE TABLE audit_executions (
  n bigint GENERATED ALWAYS AS IDENTITY, transaction xid8, id text, old_node text, new_node text,
  old_epoch bigint, new_epoch bigint, old_status text, new_status text, at bigint);
CREATE TABLE audit_journal (
  n bigint GENERATED ALWAYS AS IDENTITY, backend integer, execution_id text, position text,
  call_key text, was_complete boolean, is_complete boolean, holder text, at bigint);
CREATE TABLE bodies (
  n bigint GENERATED ALWAYS AS IDENTITY, node text, step text,
  at bigint DEFAULT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint));

CREATE FUNCTION audit_node() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' OR NEW.alive_until <> OLD.alive_until THEN
    INSERT INTO audit_nodes (backend, node, alive_until, at) VALUES (pg_backend_pid(), NEW.node,
      NEW.alive_until, CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint));
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION audit_execution() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO audit_executions (transaction, id, new_node, new_epoch, new_status, at)
    VALUES (pg_current_xact_id(), NEW.id, NEW.node, NEW.epoch, NEW.status,
      CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint));
  ELSIF NEW.epoch <> OLD.epoch OR NEW.node IS DISTINCT FROM OLD.node OR NEW.status <> OLD.status THEN
    INSERT INTO audit_executions (transaction, id, old_node, new_node, old_epoch, new_epoch,
      old_status, new_status, at)
    VALUES (pg_current_xact_id(), NEW.id, OLD.node, NEW.node, OLD.epoch, NEW.epoch, OLD.status,
      NEW.status, CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint));
  END IF;
  RETURN NULL;
END $$;

-- Who holds the execution, or held it until this transaction gave it back.
CREATE FUNCTION audit_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_journal (backend, execution_id, position, call_key, was_complete, is_complete,
    holder, at)
  VALUES (pg_backend_pid(), NEW.execution_id, NEW.position, NEW.call_key,
    TG_OP = 'UPDATE' AND OLD.ended_at IS NOT NULL, NEW.ended_at IS NOT NULL,
    coalesce(
      (SELECT node FROM executions WHERE id = NEW.execution_id),
      (SELECT old_node FROM audit_executions WHERE id = NEW.execution_id
        AND transaction = pg_current_xact_id() ORDER BY n DESC LIMIT 1)),
    CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint));
  RETURN NULL;
END $$;

CREATE TRIGGER audit AFTER INSERT OR UPDATE ON nodes FOR EACH ROW EXECUTE FUNCTION audit_node();
CREATE TRIGGER audit AFTER INSERT OR UPDATE ON executions FOR EACH ROW
  EXECUTE FUNCTION audit_execution();
CREATE TRIGGER audit AFTER INSERT OR UPDATE ON journal FOR EACH ROW EXECUTE FUNCTION audit_entry();
