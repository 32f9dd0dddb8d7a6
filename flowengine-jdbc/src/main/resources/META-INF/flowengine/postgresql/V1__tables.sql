-- Instants are microseconds since 1970-01-01T00:00:00Z. Values are JSON in the stored form of the library.

CREATE TABLE executions (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  -- where it comes from
  type text COLLATE "C" NOT NULL,
  flow_name text COLLATE "C" NOT NULL,
  requires text COLLATE "C" NOT NULL,
  script_hash text COLLATE "C",
  parent_id text COLLATE "C",
  seed bigint NOT NULL,
  created_at bigint NOT NULL,
  rerun_of text COLLATE "C",
  rerun_from_step text COLLATE "C",
  -- what it was given
  name text COLLATE "C" NOT NULL,
  inputs text NOT NULL,
  priority integer NOT NULL,
  project_id text COLLATE "C",
  scheduled_for bigint,
  timeout text COLLATE "C",
  extras text NOT NULL,
  is_deleted smallint NOT NULL,
  -- how far it is
  status text COLLATE "C" NOT NULL,
  reason text COLLATE "C",
  message text COLLATE "C",
  outputs text NOT NULL,
  failure text,
  started_at bigint,
  ended_at bigint,
  end_order bigint,
  -- who holds it, and when it is due
  node text COLLATE "C",
  epoch bigint NOT NULL,
  sequence bigint NOT NULL,
  attempts integer NOT NULL,
  woken smallint NOT NULL,
  due_at bigint,
  inbox_size integer NOT NULL,
  log_length integer NOT NULL,
  -- what it waits for, with a count of what has ended of it
  wait_when text COLLATE "C",
  wait_total integer NOT NULL,
  wait_ended integer NOT NULL,
  wait_failed integer NOT NULL
) WITH (fillfactor = 70);

CREATE INDEX executions_urgency ON executions (priority, due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX executions_due ON executions (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX executions_node ON executions (node) WHERE node IS NOT NULL;
CREATE INDEX executions_parent ON executions (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX executions_created ON executions (created_at, id);

CREATE TABLE journal (
  execution_id text COLLATE "C" NOT NULL,
  position text COLLATE "C" NOT NULL,
  format integer NOT NULL,
  kind text COLLATE "C" NOT NULL,
  call text COLLATE "C" NOT NULL,
  call_key text COLLATE "C" NOT NULL,
  digest bigint NOT NULL,
  preview text COLLATE "C" NOT NULL,
  outcome text COLLATE "C" NOT NULL,
  result text,
  error text COLLATE "C",
  message text COLLATE "C",
  created_at bigint NOT NULL,
  ended_at bigint,
  PRIMARY KEY (execution_id, position)
);

CREATE TABLE inbox (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  execution_id text COLLATE "C" NOT NULL,
  item_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  payload text NOT NULL,
  sent_at bigint NOT NULL,
  UNIQUE (execution_id, item_id)
);

CREATE TABLE logs (
  execution_id text COLLATE "C" NOT NULL,
  line integer NOT NULL,
  at bigint NOT NULL,
  level text COLLATE "C" NOT NULL,
  subject text COLLATE "C" NOT NULL,
  text text COLLATE "C" NOT NULL,
  data text NOT NULL,
  refs text,
  PRIMARY KEY (execution_id, line)
);

CREATE TABLE dependencies (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  execution_id text COLLATE "C" NOT NULL,
  dependency_id text COLLATE "C" NOT NULL,
  UNIQUE (execution_id, dependency_id)
);

-- The target is an execution or a topic. A row stays until its waiter waits for something else, or for nothing.
CREATE TABLE waits (
  kind text COLLATE "C" NOT NULL,
  target text COLLATE "C" NOT NULL,
  waiter_id text COLLATE "C" NOT NULL,
  number integer NOT NULL,
  PRIMARY KEY (target, kind, waiter_id)
);

CREATE INDEX waits_waiter ON waits (waiter_id);

CREATE TABLE records (
  type text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  is_deleted smallint NOT NULL,
  version bigint NOT NULL,
  fields text NOT NULL,
  -- copies of fields, to filter and order by
  created_at bigint,
  project_id text COLLATE "C",
  execution_id text COLLATE "C",
  PRIMARY KEY (id, type)
);

CREATE UNIQUE INDEX records_name ON records (name, type) WHERE is_deleted = 0;
CREATE INDEX records_created ON records (type, created_at, id);
CREATE INDEX records_execution ON records (execution_id) WHERE execution_id IS NOT NULL;

CREATE TABLE cells (
  namespace text COLLATE "C" NOT NULL,
  cell_key text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (cell_key, namespace)
);

CREATE TABLE nodes (
  node text COLLATE "C" NOT NULL PRIMARY KEY,
  alive_until bigint NOT NULL
);

CREATE TABLE counters (
  name text COLLATE "C" NOT NULL PRIMARY KEY,
  value bigint NOT NULL
);

INSERT INTO counters (name, value) VALUES ('ends', 0);
