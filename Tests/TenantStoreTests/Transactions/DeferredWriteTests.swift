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

  @Test func `alone they are all or none, and each its own tenant's`() async throws {
    let pair = try await TenantPair.fresh()
    let (tenant, other) = (pair.mine.id, pair.other.id)
    let twice = await #expect(throws: PostgresError.self) {
      try await pair.mine.transaction { transaction in
        for subject in ["one", "two"] {
          try transaction.executeLater(entry(subject, of: tenant, id: tenant.uuid))
        }
      }
    }
    #expect(twice?.sqlState == .uniqueViolation)
    // The tenant's setting travels with them: what names another tenant's row is refused.
    let foreign: TenantQuery = """
      INSERT INTO tenancy.audit_entry (tenant_id, id, created_at, actor, action, subject)
      SELECT t.id, \(UUID()), now(), 'system', 'probe', 'foreign'
      FROM unnest(\([other.uuid])) t (id) WHERE \(tenant)::uuid IS NOT NULL
      """
    await #expect(throws: PostgresError.self) {
      try await pair.mine.transaction { transaction in
        try transaction.executeLater(entry("beside", of: tenant))
        try transaction.executeLater(foreign)
      }
    }
    for subject in ["one", "two", "beside", "foreign"] {
      #expect(try await pair.mine.scope.auditEntries(of: subject).isEmpty)
      #expect(try await pair.other.scope.auditEntries(of: subject).isEmpty)
    }
  }

  @Test func `one that fails is not blamed on the part that follows it`() async throws {
    let pair = try await TenantPair.fresh()
    let tenant = pair.mine.id
    var blamed: (any Error)?
    let error = await #expect(throws: PostgresError.self) {
      try await pair.mine.transaction { transaction in
        for _ in 0..<2 {
          try transaction.executeLater(entry("same", of: tenant, id: tenant.uuid))
        }
        blamed = try await transaction.attempt {
          _ = try await transaction.auditEntries(of: "same")
        }
      }
    }
    #expect(error?.sqlState == .uniqueViolation)
    #expect(blamed == nil)
    #expect(try await pair.mine.scope.auditEntries(of: "same").isEmpty)
  }

  @Test func `those of a part that is undone before they were sent are never sent`() async throws {
    let pair = try await TenantPair.fresh()
    let tenant = pair.mine.id
    try await pair.mine.transaction { transaction in
      try transaction.executeLater(entry("kept", of: tenant))
      let first = try await transaction.attempt {
        for _ in 0..<2 {
          try transaction.executeLater(entry("undone", of: tenant, id: tenant.uuid))
        }
        throw CocoaError(.userCancelled)
      }
      #expect(first is CocoaError)
      let second = try await transaction.attempt {
        #expect(try await transaction.auditEntries(of: "undone").isEmpty)
        try transaction.executeLater(entry("kept", of: tenant))
      }
      #expect(second == nil)
    }
    #expect(try await pair.mine.scope.auditEntries(of: "kept").count == 2)
    #expect(try await pair.mine.scope.auditEntries(of: "undone").isEmpty)
    #expect(try await pair.other.scope.auditEntries(of: "kept").isEmpty)
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
