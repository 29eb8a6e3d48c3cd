-- Where the times of a month's answers are read from.
CREATE INDEX message_timed ON service.message (tenant_id, written_at) WHERE author = 'bot' AND payload ->> 'took' IS NOT NULL;
