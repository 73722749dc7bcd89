"""The best next step for each person: found in the record, ranked by what they make of it, held where facts change."""
