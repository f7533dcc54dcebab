-- An organiser may take periods away: what is booked in them is counted by period before he does, and called off by stand
-- and day afterwards. Both look only at what lies ahead, which is a small part of all there ever was.

CREATE INDEX appointments_ahead ON appointments (edition, starts_at, ends_at)
    WHERE status IN ('pending', 'accepted');
CREATE INDEX appointments_of_day ON appointments (exhibitor, day, id)
    WHERE status IN ('pending', 'accepted');
