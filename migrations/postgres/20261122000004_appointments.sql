-- Negotiations, appointments and the claims on people's time. `claims (person, quantum)` is the only arbiter of overlap;
-- a row of `grid_days` is locked by whoever changes a claim of that stand and day, a row of `askers` by whoever counts a
-- buyer's requests or changes his hold. Names stand as they stood when the step was taken.

CREATE TABLE negotiations (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
    buyer_company TEXT COLLATE "C" NOT NULL REFERENCES companies (id),
    buyer_company_name TEXT COLLATE "C" NOT NULL,
    buyer_country TEXT COLLATE "C" NOT NULL,
    exhibitor TEXT COLLATE "C" NOT NULL REFERENCES exhibitors (id),
    exhibitor_company TEXT COLLATE "C" NOT NULL REFERENCES companies (id),
    exhibitor_name TEXT COLLATE "C" NOT NULL,
    booth TEXT COLLATE "C" NOT NULL,
    opened_at BIGINT NOT NULL,
    UNIQUE (edition, buyer_company, exhibitor)
);

CREATE TABLE appointments (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    negotiation TEXT COLLATE "C" NOT NULL REFERENCES negotiations (id),
    edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
    exhibitor TEXT COLLATE "C" NOT NULL REFERENCES exhibitors (id),
    exhibitor_company TEXT COLLATE "C" NOT NULL REFERENCES companies (id),
    buyer TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    buyer_name TEXT COLLATE "C" NOT NULL,
    buyer_company TEXT COLLATE "C" NOT NULL REFERENCES companies (id),
    grid TEXT COLLATE "C" NOT NULL REFERENCES grids (id),
    addressed TEXT COLLATE "C" REFERENCES users (id),
    addressed_name TEXT COLLATE "C",
    seated TEXT COLLATE "C" REFERENCES users (id),
    seated_name TEXT COLLATE "C",
    -- Seated, else addressed: whose list it stands in.
    in_charge TEXT COLLATE "C" REFERENCES users (id),
    day TEXT COLLATE "C" NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    topic TEXT COLLATE "C" NOT NULL,
    origin_kind TEXT COLLATE "C" NOT NULL,
    origin_ref TEXT COLLATE "C",
    card TEXT COLLATE "C",
    status TEXT COLLATE "C" NOT NULL,
    requested_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    answered_at BIGINT,
    in_conflict BIGINT NOT NULL,
    reason TEXT COLLATE "C",
    closed_by TEXT COLLATE "C" REFERENCES users (id),
    closed_by_name TEXT COLLATE "C",
    closed_by_side TEXT COLLATE "C",
    suggested TEXT COLLATE "C",
    taken BIGINT NOT NULL
);
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
    person TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    quantum BIGINT NOT NULL,
    appointment TEXT COLLATE "C",
    hold TEXT COLLATE "C",
    until BIGINT,
    PRIMARY KEY (person, quantum)
);
CREATE INDEX claims_appointment ON claims (appointment) WHERE appointment IS NOT NULL;
CREATE INDEX claims_hold ON claims (hold) WHERE hold IS NOT NULL;

CREATE TABLE holds (
    buyer TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES users (id),
    exhibitor TEXT COLLATE "C" NOT NULL REFERENCES exhibitors (id),
    grid TEXT COLLATE "C" NOT NULL REFERENCES grids (id),
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    until BIGINT NOT NULL
);

CREATE TABLE grid_days (
    exhibitor TEXT COLLATE "C" NOT NULL REFERENCES exhibitors (id),
    day TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (exhibitor, day)
);

CREATE TABLE askers (
    person TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES users (id),
    revision BIGINT NOT NULL
);
