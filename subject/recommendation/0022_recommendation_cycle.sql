-- Those of one review: filters, and what a row of a file may be the same as (near.h).

CREATE INDEX recommendation_cycle ON recommendation (cycle);
