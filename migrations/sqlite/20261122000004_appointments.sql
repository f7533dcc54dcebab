-- Negotiations, appointments and the claims on people's time. `claims (person, quantum)` is the only arbiter of overlap;
-- a row of `grid_days` is locked by whoever changes a claim of that stand and day, a row of `askers` by whoever counts a
-- buyer's requests or changes his hold. Names stand as they stood when the step was taken.

CREATE TABLE negotiations (
    id TEXT NOT NULL PRIMARY KEY,
    edition TEXT NOT NULL REFERENCES editions (id),
    buyer_company TEXT NOT NULL REFERENCES companies (id),
    buyer_company_name TEXT NOT NULL,
    buyer_country TEXT NOT NULL,
    exhibitor TEXT NOT NULL REFERENCES exhibitors (id),
    exhibitor_company TEXT NOT NULL REFERENCES companies (id),
    exhibitor_name TEXT NOT NULL,
    booth TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    UNIQUE (edition, buyer_company, exhibitor)
) WITHOUT ROWID;

CREATE TABLE appointments (
    id TEXT NOT NULL PRIMARY KEY,
    negotiation TEXT NOT NULL REFERENCES negotiations (id),
    edition TEXT NOT NULL REFERENCES editions (id),
    exhibitor TEXT NOT NULL REFERENCES exhibitors (id),
    exhibitor_company TEXT NOT NULL REFERENCES companies (id),
    buyer TEXT NOT NULL REFERENCES users (id),
    buyer_name TEXT NOT NULL,
    buyer_company TEXT NOT NULL REFERENCES companies (id),
    grid TEXT NOT NULL REFERENCES grids (id),
    addressed TEXT REFERENCES users (id),
    addressed_name TEXT,
    seated TEXT REFERENCES users (id),
    seated_name TEXT,
    -- Seated, else addressed: whose list it stands in.
    in_charge TEXT REFERENCES users (id),
    day TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    topic TEXT NOT NULL,
    origin_kind TEXT NOT NULL,
    origin_ref TEXT,
    card TEXT,
    status TEXT NOT NULL,
    requested_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    answered_at BIGINT,
    in_conflict BIGINT NOT NULL,
    reason TEXT,
    closed_by TEXT REFERENCES users (id),
    closed_by_name TEXT,
    closed_by_side TEXT,
    suggested TEXT,
    taken BIGINT NOT NULL
) WITHOUT ROWID;
-- Each list is read by its owner, newest first; edition and status ride along, so that tabs are counted in the index.
CREATE INDEX appointments_buyer ON appointments (buyer, requested_at, id, edition, status);
CREATE INDEX appointments_in_charge ON appointments (in_charge, requested_at, id, edition, status);
CREATE INDEX appointments_buyer_company ON appointments (buyer_company, requested_at, id, edition, status);
CREATE INDEX appointments_exhibitor_company
    ON appointments (exhibitor_company, requested_at, id, edition, status);
CREATE INDEX appointments_negotiation ON appointments (negotiation, requested_at, id);
CREATE INDEX appointments_waiting ON appointments (exhibitor, starts_at) WHERE status = 'pending';
CREATE INDEX appointments_open ON appointments (buyer) WHERE status = 'pending';
CREATE INDEX appointments_bought ON appointments (buyer) WHERE status = 'accepted';
CREATE INDEX appointments_seated ON appointments (in_charge) WHERE status = 'accepted';

-- No foreign key to the appointment: a request claims its time before its own row is written.
CREATE TABLE claims (
    person TEXT NOT NULL REFERENCES users (id),
    quantum BIGINT NOT NULL,
    appointment TEXT,
    hold TEXT,
    until BIGINT,
    PRIMARY KEY (person, quantum)
) WITHOUT ROWID;
CREATE INDEX claims_appointment ON claims (appointment) WHERE appointment IS NOT NULL;
CREATE INDEX claims_hold ON claims (hold) WHERE hold IS NOT NULL;

CREATE TABLE holds (
    buyer TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
    exhibitor TEXT NOT NULL REFERENCES exhibitors (id),
    grid TEXT NOT NULL REFERENCES grids (id),
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    until BIGINT NOT NULL
) WITHOUT ROWID;

CREATE TABLE grid_days (
    exhibitor TEXT NOT NULL REFERENCES exhibitors (id),
    day TEXT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (exhibitor, day)
) WITHOUT ROWID;

CREATE TABLE askers (
    person TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
    revision BIGINT NOT NULL
) WITHOUT ROWID;
