-- The last talk of a session that is over, where none is open.
CREATE INDEX conversation_resolved_by_session ON service.conversation (tenant_id, session_id, id) WHERE state = 'resolved';
