-- Whether a member wanted no offers by a talk is asked for each one whom a campaign reaches.
CREATE INDEX contact_task_by_member ON membership.contact_task (tenant_id, member_id);
