public import Foundation
public import TenantStore

/// What a provider is paid at once.
public struct ProviderSettlementID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "stl"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the settlement with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// What a provider of services is owed and not settled yet.
public struct ProviderDebt: Hashable, Sendable {
  /// Who carried the services out.
  public let provider: String
  /// How often, before the present month.
  public let uses: Int64
  /// What that costs, in minor units.
  public let amount: Int64
  /// How often in the present month so far, which is settled when it is over.
  public let usesThisMonth: Int64
}

/// What a provider is paid at once for the services of whole months.
public struct ProviderSettlement: Hashable, Sendable {
  /// The settlement.
  public let id: ProviderSettlementID
  /// Who is paid.
  public let provider: String
  /// Before when the services were used, in UTC.
  public let usedUntil: Date
  /// How many uses it is for.
  public let uses: Int64
  /// What is paid, in minor units.
  public let amount: Int64
  /// When it was made, in UTC.
  public let settledAt: Date
  /// When it was noted as paid, in UTC.
  public let paidAt: Date?
  /// What the payment is known by.
  public let reference: String?
}

extension PackProgram {
  /// The instant at which the merchant's present month begins.
  public func monthStart(of now: Date) -> Date {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    return calendar.date(from: calendar.dateComponents([.year, .month], from: now)) ?? now
  }

  /// Sums up what a provider is owed for the services that were used before the present month and are
  /// in no settlement; each use is in one, however often and by how many it is asked for.
  ///
  /// - Parameters:
  ///   - provider: Who carried them out.
  ///   - actor: Who settles.
  ///   - transaction: A transaction of the merchant.
  /// - Returns: The settlement; nothing where nothing is owed.
  /// - Throws: What the database throws.
  @discardableResult
  public func settle(
    _ provider: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> ProviderSettlementID? {
    let id = ProviderSettlementID.make(in: transaction.environment)
    let end = monthStart(of: transaction.environment.now())
    guard let amount = try await transaction.settleProvider(provider, as: id, usedBefore: end)
    else {
      return nil
    }
    try await transaction.audit(
      "membership.provider_settled",
      of: id.description,
      by: actor,
      after: ["provider": .string(provider), "amount": .integer(amount)]
    )
    return id
  }

  /// Notes that a settlement was paid; a second time keeps what was noted first.
  ///
  /// - Parameters:
  ///   - id: The settlement.
  ///   - reference: What the payment is known by, 1 to 80 characters.
  ///   - actor: Who notes it.
  ///   - transaction: A transaction of the merchant.
  /// - Returns: Whether this call noted it.
  /// - Throws: ``ValueRefusal`` with the code `settlement_not_found`, or `settlement_invalid` for a
  ///   reference that is empty or too long.
  @discardableResult
  public func notePaid(
    _ id: ProviderSettlementID,
    reference: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Bool {
    let reference = reference.trimmingCharacters(in: .whitespacesAndNewlines)
    guard (1...80).contains(reference.unicodeScalars.count) else {
      throw ValueRefusal(.settlementInvalid)
    }
    guard try await transaction.paySettlement(id, reference) else {
      guard try await transaction.providerSettlement(id) != nil else {
        throw ValueRefusal(.settlementNotFound)
      }
      return false
    }
    try await transaction.audit(
      "membership.provider_paid",
      of: id.description,
      by: actor,
      after: ["reference": .string(reference)]
    )
    return true
  }
}
