-- Instants are microseconds since 1970-01-01T00:00:00Z. Values are JSON in the stored form of the library.

CREATE TABLE executions (
  id TEXT NOT NULL PRIMARY KEY,
  -- where it comes from
  type TEXT NOT NULL,
  flow_name TEXT NOT NULL,
  requires TEXT NOT NULL,
  script_hash TEXT,
  parent_id TEXT,
  seed INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  rerun_of TEXT,
  rerun_from_step TEXT,
  -- what it was given
  name TEXT NOT NULL,
  inputs TEXT NOT NULL,
  priority INTEGER NOT NULL,
  project_id TEXT,
  scheduled_for INTEGER,
  timeout TEXT,
  extras TEXT NOT NULL,
  is_deleted INTEGER NOT NULL,
  -- how far it is
  status TEXT NOT NULL,
  reason TEXT,
  message TEXT,
  outputs TEXT NOT NULL,
  failure TEXT,
  started_at INTEGER,
  ended_at INTEGER,
  end_order INTEGER,
  -- who holds it, and when it is due
  node TEXT,
  epoch INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  woken INTEGER NOT NULL,
  due_at INTEGER,
  inbox_size INTEGER NOT NULL,
  log_length INTEGER NOT NULL,
  -- what it waits for, with a count of what has ended of it
  wait_when TEXT,
  wait_total INTEGER NOT NULL,
  wait_ended INTEGER NOT NULL,
  wait_failed INTEGER NOT NULL
);

CREATE INDEX executions_urgency ON executions (priority, due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX executions_due ON executions (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX executions_node ON executions (node) WHERE node IS NOT NULL;
CREATE INDEX executions_parent ON executions (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX executions_created ON executions (created_at, id);

CREATE TABLE journal (
  execution_id TEXT NOT NULL,
  position TEXT NOT NULL,
  format INTEGER NOT NULL,
  kind TEXT NOT NULL,
  call TEXT NOT NULL,
  call_key TEXT NOT NULL,
  digest INTEGER NOT NULL,
  preview TEXT NOT NULL,
  outcome TEXT NOT NULL,
  result TEXT,
  error TEXT,
  message TEXT,
  created_at INTEGER NOT NULL,
  ended_at INTEGER,
  PRIMARY KEY (execution_id, position)
) WITHOUT ROWID;

CREATE TABLE inbox (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  execution_id TEXT NOT NULL,
  item_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  sent_at INTEGER NOT NULL,
  UNIQUE (execution_id, item_id)
);

CREATE TABLE logs (
  execution_id TEXT NOT NULL,
  line INTEGER NOT NULL,
  at INTEGER NOT NULL,
  level TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  data TEXT NOT NULL,
  refs TEXT,
  PRIMARY KEY (execution_id, line)
) WITHOUT ROWID;

CREATE TABLE dependencies (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  execution_id TEXT NOT NULL,
  dependency_id TEXT NOT NULL,
  UNIQUE (execution_id, dependency_id)
);

-- The target is an execution or a topic. A row stays until its waiter waits for something else, or for nothing.
CREATE TABLE waits (
  kind TEXT NOT NULL,
  target TEXT NOT NULL,
  waiter_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (target, kind, waiter_id)
) WITHOUT ROWID;

CREATE INDEX waits_waiter ON waits (waiter_id);

CREATE TABLE records (
  type TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  is_deleted INTEGER NOT NULL,
  version INTEGER NOT NULL,
  fields TEXT NOT NULL,
  -- copies of fields, to filter and order by
  created_at INTEGER,
  project_id TEXT,
  execution_id TEXT,
  PRIMARY KEY (id, type)
);

CREATE UNIQUE INDEX records_name ON records (name, type) WHERE is_deleted = 0;
CREATE INDEX records_created ON records (type, created_at, id);
CREATE INDEX records_execution ON records (execution_id) WHERE execution_id IS NOT NULL;

CREATE TABLE cells (
  namespace TEXT NOT NULL,
  cell_key TEXT NOT NULL,
  version INTEGER NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (cell_key, namespace)
) WITHOUT ROWID;

CREATE TABLE nodes (
  node TEXT NOT NULL PRIMARY KEY,
  alive_until INTEGER NOT NULL
);

CREATE TABLE counters (
  name TEXT NOT NULL PRIMARY KEY,
  value INTEGER NOT NULL
);

INSERT INTO counters (name, value) VALUES ('ends', 0);
