-- Where the figures of a month are read from.
CREATE INDEX conversation_by_opening ON service.conversation (tenant_id, opened_at);
CREATE INDEX hand_off_by_asking ON service.hand_off (tenant_id, asked_at);
CREATE INDEX message_refused ON service.message (tenant_id, written_at) WHERE author = 'bot' AND payload ->> 'action' = 'refuse';
