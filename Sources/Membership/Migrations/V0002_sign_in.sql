-- Whoever proves that a phone or an address is theirs is its member; the key lets one account have it.
CREATE TABLE membership.contact (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  channel text NOT NULL CHECK (channel IN ('phone', 'email', 'wechat')),
  address text NOT NULL CHECK (length(address) BETWEEN 1 AND 254),
  member_id uuid NOT NULL,
  proved_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, channel, address),
  FOREIGN KEY (tenant_id, member_id) REFERENCES membership.member (tenant_id, id)
);
COMMENT ON TABLE membership.contact IS 'One row is one proved way to reach a member.';
COMMENT ON COLUMN membership.contact.tenant_id IS 'none';
COMMENT ON COLUMN membership.contact.channel IS 'none';
COMMENT ON COLUMN membership.contact.address IS 'personal: signing in and sending what was asked for / contract / until deleted by the member / medium';
COMMENT ON COLUMN membership.contact.member_id IS 'none';
COMMENT ON COLUMN membership.contact.proved_at IS 'none';
CREATE INDEX contact_by_member ON membership.contact (tenant_id, member_id);
-- tenant-table: membership.contact

CREATE TABLE membership.sign_in_code (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  channel text NOT NULL CHECK (channel IN ('phone', 'email')),
  address text NOT NULL CHECK (length(address) BETWEEN 1 AND 254),
  code_hash bytea CHECK (length(code_hash) = 32),
  attempts integer NOT NULL DEFAULT 0 CHECK (attempts BETWEEN 0 AND 5),
  sent_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL CHECK (expires_at > sent_at),
  window_from timestamptz NOT NULL,
  sends integer NOT NULL CHECK (sends BETWEEN 1 AND 5),
  PRIMARY KEY (tenant_id, channel, address)
);
COMMENT ON TABLE membership.sign_in_code IS 'One row is the latest code that was sent to an address, and how many were.';
COMMENT ON COLUMN membership.sign_in_code.tenant_id IS 'none';
COMMENT ON COLUMN membership.sign_in_code.channel IS 'none';
COMMENT ON COLUMN membership.sign_in_code.address IS 'personal: proving that an address belongs to whoever signs in / contract / one day / medium';
COMMENT ON COLUMN membership.sign_in_code.code_hash IS 'none';
COMMENT ON COLUMN membership.sign_in_code.attempts IS 'none';
COMMENT ON COLUMN membership.sign_in_code.sent_at IS 'none';
COMMENT ON COLUMN membership.sign_in_code.expires_at IS 'none';
COMMENT ON COLUMN membership.sign_in_code.window_from IS 'none';
COMMENT ON COLUMN membership.sign_in_code.sends IS 'none';
CREATE INDEX sign_in_code_outdated ON membership.sign_in_code (tenant_id, window_from);
-- tenant-table: membership.sign_in_code
