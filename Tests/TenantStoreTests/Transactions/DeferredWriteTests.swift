import Foundation
import PostgresClient
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Writes that travel later", .tenantDatabase())
struct DeferredWriteTests {
  private func entry(_ subject: String, of tenant: TenantID, id: UUID = UUID()) -> TenantQuery {
    """
    INSERT INTO tenancy.audit_entry (tenant_id, id, created_at, actor, action, subject)
    VALUES (\(tenant), \(id), now(), 'system', 'probe', \(subject))
    """
  }

  @Test func `the next query sees them, and so does the commit`() async throws {
    let pair = try await TenantPair.fresh()
    let tenant = pair.mine.id
    try await pair.mine.transaction { transaction in
      try transaction.executeLater(entry("first", of: tenant))
      #expect(try await transaction.auditEntries(of: "first").count == 1)
      try transaction.executeLater(entry("last", of: tenant))
    }
    #expect(try await pair.mine.scope.auditEntries(of: "last").count == 1)
    #expect(try await pair.other.scope.auditEntries(of: "last").isEmpty)
  }

  @Test func `one that fails at the commit takes everything with it`() async throws {
    let pair = try await TenantPair.fresh()
    let tenant = pair.mine.id
    await #expect(throws: (any Error).self) {
      try await pair.mine.transaction { transaction in
        try transaction.executeLater(entry("twice", of: tenant, id: tenant.uuid))
        #expect(try await transaction.auditEntries(of: "twice").count == 1)
        try transaction.executeLater(entry("twice", of: tenant, id: tenant.uuid))
      }
    }
    #expect(try await pair.mine.scope.auditEntries(of: "twice").isEmpty)
  }

  @Test func `alone they are a transaction, and with an error nothing`() async throws {
    let pair = try await TenantPair.fresh()
    let tenant = pair.mine.id
    try await pair.mine.transaction { try $0.executeLater(entry("alone", of: tenant)) }
    #expect(try await pair.mine.scope.auditEntries(of: "alone").count == 1)
    await #expect(throws: CancellationError.self) {
      try await pair.mine.transaction { transaction in
        try transaction.executeLater(entry("gone", of: tenant))
        throw CancellationError()
      }
    }
    #expect(try await pair.mine.scope.auditEntries(of: "gone").isEmpty)
  }

  @Test func `they name their tenant and come before the end`() async throws {
    let pair = try await TenantPair.fresh()
    let tenant = pair.mine.id
    var escaped: TenantTransaction?
    try await pair.mine.transaction { transaction in
      #expect(throws: TenantStoreError.self) {
        try transaction.executeLater("DELETE FROM tenancy.audit_entry")
      }
      escaped = transaction
    }
    let transaction = try #require(escaped)
    #expect(throws: TenantStoreError.transactionEnded) {
      try transaction.executeLater(entry("late", of: tenant))
    }
  }
}
