import Membership
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Two accounts of one person", .tenantDatabase([MembershipModule.module]))
struct MergeTests {
  private func merge(_ merged: MemberID, _ target: MemberID, _ tenant: TestTenant) async throws {
    try await tenant.families { families, _, transaction in
      try await families.merge(merged, into: target, by: .admin("ada"), in: transaction)
    }
  }

  private func unmerge(_ merged: MemberID, _ tenant: TestTenant) async throws {
    try await tenant.families { families, _, transaction in
      try await families.unmerge(merged, by: .admin("ada"), in: transaction)
    }
  }

  @Test func `merged accounts are read as one, and undoing gives exactly what was there`()
    async throws
  {
    let tenant = try await familyPair().mine
    let phone = try await tenant.signIn()
    let mail = try await tenant.signIn("lin@example.com", .email)
    let child = try await tenant.child("2026-03-01", mail)
    try await tenant.families { families, _, transaction in
      try await families.tag(mail, with: "敏感肌", by: .admin("ada"), in: transaction)
    }
    try await merge(mail, phone, tenant)

    let one = try #require(await tenant.scope.member(mail))
    #expect(one.id == phone && one.merged == [mail])
    #expect(try await tenant.scope.contacts(of: one).count == 2)
    #expect(try await tenant.scope.tags(of: one) == ["敏感肌"])
    #expect(try await tenant.children(phone).map(\.id) == [child.id])
    tenant.clock.advance(by: 61)
    #expect(try await tenant.signIn("lin@example.com", .email) == phone)
    #expect(try await tenant.scope.members(MemberListQuery()).map(\.id) == [phone])

    try await unmerge(mail, tenant)
    #expect(try await tenant.children(phone) == [])
    #expect(try await tenant.children(mail).map(\.id) == [child.id])
    tenant.clock.advance(by: 61)
    #expect(try await tenant.signIn("lin@example.com", .email) == mail)
    let trail = try await tenant.scope.auditEntries(of: mail.description)
    #expect(
      trail.map(\.action).prefix(2)
        == ["membership.member_unmerged", "membership.member_merged"]
    )
  }

  @Test func `accounts that came along go back with the one that they came with`() async throws {
    let tenant = try await familyPair().mine
    let a = try await tenant.signIn("13800138001")
    let b = try await tenant.signIn("13800138002")
    let c = try await tenant.signIn("13800138003")
    try await merge(a, b, tenant)
    try await merge(b, c, tenant)
    #expect(try await tenant.scope.member(a)?.id == c)
    let early = try await refusal { try await unmerge(a, tenant) }
    #expect(early?.details["reason"] == "merged_on")
    try await unmerge(b, tenant)
    #expect(try await tenant.scope.member(a)?.id == b)
    #expect(try await tenant.scope.member(c)?.merged == [])
    try await unmerge(a, tenant)
    #expect(try await tenant.scope.member(a)?.id == a)
  }

  @Test func `what is one already, or was never, is refused`() async throws {
    let pair = try await familyPair()
    let a = try await pair.mine.signIn("13800138001")
    let b = try await pair.mine.signIn("13800138002")
    let foreign = try await pair.other.signIn("13800138002")
    #expect(try await refusal { try await merge(a, a, pair.mine) }?.code == .mergeRefused)
    #expect(try await refusal { try await merge(a, foreign, pair.mine) }?.code == .memberNotFound)
    #expect(try await refusal { try await unmerge(a, pair.mine) }?.code == .mergeRefused)
    try await merge(a, b, pair.mine)
    #expect(try await refusal { try await merge(a, b, pair.mine) }?.code == .mergeRefused)
    #expect(try await refusal { try await merge(b, a, pair.mine) }?.code == .mergeRefused)
  }

  @Test func `merging both ways at once merges one way`() async throws {
    let tenant = try await familyPair().mine
    let a = try await tenant.signIn("13800138001")
    let b = try await tenant.signIn("13800138002")
    async let first = refusal { try await merge(a, b, tenant) }
    async let second = refusal { try await merge(b, a, tenant) }
    let refusals = try await [first, second].compactMap { $0?.code }
    #expect(refusals == [.mergeRefused])
    #expect(try await tenant.scope.members(MemberListQuery()).count == 1)
  }
}
