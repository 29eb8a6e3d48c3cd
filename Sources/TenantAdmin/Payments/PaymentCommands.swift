internal import ArgumentParser
internal import Foundation
internal import Storefront
internal import TenantStore

struct PaymentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "payments",
    abstract: "Gives money back, and compares bills with the ledger.",
    subcommands: [
      RefundsCommand.self, RefundCommand.self, CompleteRefundCommand.self,
      ProviderReportsCommand.self, MatchBillsCommand.self,
    ]
  )
}

struct RefundsCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "refunds",
    abstract: "Lists refunds, newest first."
  )

  @OptionGroup var tenant: TenantOption
  @Flag(help: "Only those that are not done: they are tasks.") var open = false
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let refunds = try await session.withShop(of: tenant.tenant, options) { shop in
      var query = RefundListQuery()
      query.onlyOpen = open
      query.limit = 100
      return try await shop.database.reading(shop.snapshot.id).refunds(query)
    }
    var table = Table("REFUND", "ORDER", "PROVIDER", "AMOUNT>", "STATUS", "REASON")
    for refund in refunds {
      table.add(
        refund.id.description,
        refund.orderNumber,
        refund.provider,
        refund.amount.text,
        refund.status.rawValue,
        refund.reason
      )
    }
    return try Report(
      ["items": refunds.map(ShownRefund.init)],
      text: table.text(ifEmpty: "No such refunds.")
    )
  }
}

struct RefundCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "refund",
    abstract: "Asks for part or all of an order's money to go back.",
    discussion: "With the same --key a second run gives the same refund."
  )

  @Argument(help: "The order's number.") var number: String
  @Argument(help: "How much, 12.50 for example.") var amount: String
  @Option(help: "Why.") var reason: String
  @Option(help: ArgumentHelp("Makes running twice one refund.", valueName: "uuid"))
  var key: String?
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let key = try key.map { text throws in
      guard let uuid = UUID(uuidString: text) else {
        throw AdminError(.usage, "--key is no UUID")
      }
      return uuid
    }
    let actor = session.actor
    let refund = try await session.withShop(of: tenant.tenant, options) { shop in
      let money: Money
      do throws(MoneyError) {
        money = try Money(decimal: amount, currency: shop.snapshot.currency)
      } catch {
        throw AdminError(.usage, "\(amount) \(error.description)")
      }
      return try await shop.database.transaction(for: shop.snapshot.id) { transaction in
        guard let order = try await transaction.order(number: number) else {
          throw StorefrontRefusal(.orderNotFound)
        }
        return try await Shop()
          .refund(
            money,
            of: order.id,
            key: key ?? transaction.environment.makeID(),
            reason: reason,
            by: actor,
            in: transaction
          )
      }
    }
    return try ShownRefund(refund).report
  }
}

struct CompleteRefundCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "complete-refund",
    abstract: "Notes that a refund's money went back.",
    discussion: "Running it again changes nothing."
  )

  @Argument(help: "The refund.") var refund: String
  @Option(help: "The bank's reference.") var reference: String?
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    guard let id = RefundID(refund) else { throw StorefrontRefusal(.refundNotFound) }
    let actor = session.actor
    let done = try await session.withShop(of: tenant.tenant, options) { shop in
      try await shop.database.transaction(for: shop.snapshot.id) { transaction in
        try await Shop()
          .completeRefund(id, reference: reference, by: actor, in: transaction)
      }
    }
    return try ShownRefund(done).report
  }
}

struct ProviderReportsCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "reports",
    abstract: "Lists what providers of payments told, newest first."
  )

  private struct Shown: Encodable {
    let provider: String
    let event: String?
    let source: String
    let kind: String
    let subject: String?
    let amount: Int64?
    let outcome: String
    let detail: String
    let receivedAt: Date
  }

  @OptionGroup var tenant: TenantOption
  @Flag(help: "Only what was refused: forged, for another amount, a second payment.")
  var refused = false
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let reports = try await session.withShop(of: tenant.tenant, options) { shop in
      try await shop.database.reading(shop.snapshot.id)
        .providerReports(onlyRefused: refused, limit: 100)
    }
    var table = Table("RECEIVED", "PROVIDER", "KIND", "SUBJECT", "OUTCOME", "DETAIL")
    for report in reports {
      table.add(
        ShownTime.text(report.receivedAt),
        report.provider,
        report.kind,
        report.subject ?? "",
        report.outcome,
        report.detail
      )
    }
    let items = reports.map { report in
      Shown(
        provider: report.provider,
        event: report.eventID,
        source: report.source,
        kind: report.kind,
        subject: report.subject,
        amount: report.amount,
        outcome: report.outcome,
        detail: report.detail,
        receivedAt: report.receivedAt
      )
    }
    return try Report(["items": items], text: table.text(ifEmpty: "No such reports."))
  }
}
