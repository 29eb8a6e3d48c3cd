import TenantStore

extension TenantQuerying {
  /// Everything in which the entries of a tenant's ledgers do not add up to its accounts.
  func ledgerViolations() async throws -> [String] {
    try await values(
      """
      SELECT 'points account ' || a.member_id FROM membership.points_account a
      LEFT JOIN LATERAL (
        SELECT coalesce(sum(e.pending), 0) AS pending, coalesce(sum(e.available), 0) AS available,
          coalesce(sum(e.held), 0) AS held, coalesce(sum(e.debt), 0) AS debt, count(*) AS entries
        FROM membership.points_entry e
        WHERE e.tenant_id = \(tenant) AND e.member_id = a.member_id
      ) s ON true
      WHERE a.tenant_id = \(tenant) AND (a.pending, a.available, a.held, a.debt, a.entries)
        IS DISTINCT FROM (s.pending, s.available, s.held, s.debt, s.entries)
      UNION ALL
      SELECT 'points step ' || e.member_id || ' ' || e.sequence FROM (
        SELECT member_id, sequence, total_after,
          sum(pending + available + held - debt) OVER (PARTITION BY member_id ORDER BY sequence)
            AS total
        FROM membership.points_entry WHERE tenant_id = \(tenant)
      ) e WHERE e.total <> e.total_after
      UNION ALL
      SELECT 'points lots ' || a.member_id FROM membership.points_account a
      WHERE a.tenant_id = \(tenant) AND a.pending + a.available <> (
        SELECT coalesce(sum(l.remaining), 0) FROM membership.points_lot l
        WHERE l.tenant_id = \(tenant) AND l.member_id = a.member_id)
      UNION ALL
      SELECT 'growth ' || g.member_id FROM membership.tier_growth g
      WHERE g.tenant_id = \(tenant) AND g.total <> (
        SELECT coalesce(sum(e.amount), 0) FROM membership.tier_growth_entry e
        WHERE e.tenant_id = \(tenant) AND e.member_id = g.member_id)
      UNION ALL
      SELECT 'growth step ' || e.member_id || ' ' || e.sequence FROM (
        SELECT member_id, sequence, total_after,
          sum(amount) OVER (PARTITION BY member_id ORDER BY sequence) AS total
        FROM membership.tier_growth_entry WHERE tenant_id = \(tenant)
      ) e WHERE e.total <> e.total_after
      UNION ALL
      SELECT 'coupon pool ' || k.code FROM membership.coupon_kind k
      WHERE k.tenant_id = \(tenant) AND k.claimed <> (
        SELECT count(*) FROM membership.coupon c
        WHERE c.tenant_id = \(tenant) AND c.kind_id = k.id)
      UNION ALL
      SELECT 'coupon share ' || m.member_id FROM membership.coupon_member m
      WHERE m.tenant_id = \(tenant) AND m.claimed <> (
        SELECT count(*) FROM membership.coupon c
        WHERE c.tenant_id = \(tenant) AND c.kind_id = m.kind_id AND c.member_id = m.member_id)
      UNION ALL
      SELECT 'coupon entries ' || c.id FROM membership.coupon c
      WHERE c.tenant_id = \(tenant) AND c.changes <> (
        SELECT count(*) FROM membership.coupon_entry e
        WHERE e.tenant_id = \(tenant) AND e.coupon_id = c.id)
      UNION ALL
      SELECT 'referral rewarded twice ' || e.referral_id FROM membership.referral_entry e
      WHERE e.tenant_id = \(tenant) AND e.state = 'rewarded' GROUP BY e.referral_id
      HAVING count(*) > 1
      UNION ALL
      SELECT 'referral without its rewards ' || r.id FROM membership.referral r
      WHERE r.tenant_id = \(tenant) AND r.state IN ('rewarded', 'clawed_back') AND 2 <> (
        SELECT count(*) FROM membership.referral_reward w
        WHERE w.tenant_id = \(tenant) AND w.referral_id = r.id)
      UNION ALL
      SELECT 'referral budget ' || b.period FROM membership.referral_budget b
      CROSS JOIN LATERAL (
        SELECT count(*) AS referrals, coalesce(sum(s.money), 0)::bigint AS money
        FROM membership.referral_spend s
        WHERE s.tenant_id = \(tenant) AND s.period = b.period AND s.returned_at IS NULL) s
      WHERE b.tenant_id = \(tenant)
        AND (b.referrals, b.money) IS DISTINCT FROM (s.referrals, s.money)
      UNION ALL
      SELECT 'referral that kept its budget ' || s.referral_id FROM membership.referral_spend s
      JOIN membership.referral r ON r.tenant_id = \(tenant) AND r.id = s.referral_id
      WHERE s.tenant_id = \(tenant) AND (r.state = 'rewarded') = (s.returned_at IS NOT NULL)
      """
    )
  }
}
