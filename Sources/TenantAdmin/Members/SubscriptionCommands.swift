internal import ArgumentParser
internal import Foundation
internal import Membership
internal import TenantStore

struct SubscriptionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "subscriptions",
    abstract: "Shows contracts for recurring boxes, and notes what was paid for them.",
    subcommands: [
      ListSubscriptionsCommand.self, ShowSubscriptionCommand.self, SettleSubscriptionCommand.self,
    ]
  )
}

extension SubscriptionID {
  /// Reads the argument of a command.
  fileprivate init(argument text: String) throws {
    guard let id = Self(text) else {
      throw AdminError(.usage, "\(text) is no id of a subscription; it begins with sub_")
    }
    self = id
  }
}

struct ListSubscriptionsCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists contracts in a state, the latest first, at most a hundred."
  )

  private struct ShownContract: Encodable {
    let id: String
    let member: String
    let plan: String
    let state: String
    let boxesLeft: Int
    let cancelReason: String?
  }

  @OptionGroup var tenant: TenantOption
  @Option(
    help: Choice.help("Only contracts that are", SubscriptionState.self),
    transform: Choice.one
  )
  var state = SubscriptionState.active
  @Option(help: ArgumentHelp("Go on after this contract.", valueName: "id"))
  var after: String?
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let last = try after.map { try SubscriptionID(argument: $0) }
    let found = try await session.withMembership(of: tenant.tenant, options) { membership in
      try await membership.database.reading(membership.snapshot.id)
        .subscriptions(in: state, before: last)
    }
    var table = Table("SUBSCRIPTION", "MEMBER", "PLAN", "STATE", "LEFT>")
    for contract in found {
      table.add(
        contract.id.description,
        contract.member.description,
        contract.plan,
        contract.state.rawValue,
        "\(contract.boxesLeft)"
      )
    }
    let shown = found.map {
      ShownContract(
        id: $0.id.description,
        member: $0.member.description,
        plan: $0.plan,
        state: $0.state.rawValue,
        boxesLeft: $0.boxesLeft,
        cancelReason: $0.cancelReason
      )
    }
    return try Report(shown, text: table.text(ifEmpty: "No subscriptions."))
  }
}

/// A box of a contract.
private struct ShownBox: Encodable {
  let number: Int64
  let due: String
  let state: String
  let box: String
  let amount: Int64
  let attempts: Int
  let reference: String?

  init(_ cycle: SubscriptionCycle) {
    number = cycle.number
    due = cycle.due.date.description
    state = cycle.state.rawValue
    box = cycle.box
    amount = cycle.amount
    attempts = cycle.attempts
    reference = cycle.reference
  }

  static func table(_ boxes: [Self]) -> String {
    var table = Table("BOX>", "DUE", "STATE", "CONTENTS", "AMOUNT>", "ATTEMPTS>", "REFERENCE")
    for box in boxes {
      table.add(
        "\(box.number)",
        box.due,
        box.state,
        box.box,
        "\(box.amount)",
        "\(box.attempts)",
        box.reference ?? ""
      )
    }
    return table.text(ifEmpty: "No boxes yet.")
  }
}

struct ShowSubscriptionCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows the boxes of a contract, the latest first; amounts are in minor units."
  )

  @OptionGroup var tenant: TenantOption
  @Argument(help: "The contract's id, sub_….")
  var subscription: String
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let id = try SubscriptionID(argument: subscription)
    let boxes = try await session.withMembership(of: tenant.tenant, options) { membership in
      try await membership.database.reading(membership.snapshot.id).subscriptionCycles(of: id)
    }
    let shown = boxes.map(ShownBox.init)
    return try Report(shown, text: ShownBox.table(shown))
  }
}

struct SettleSubscriptionCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "settle",
    abstract: "Notes what came of the payment that is open, where the merchant collects it."
  )

  @OptionGroup var tenant: TenantOption
  @Argument(help: "The contract's id, sub_….")
  var subscription: String
  @Option(help: "It was paid; what the payment is called.")
  var paid: String?
  @Flag(help: "It was not paid; it is asked for again by the schedule.")
  var declined = false
  @OptionGroup var options: CommonOptions

  func validate() throws {
    guard (paid != nil) != declined else {
      throw ValidationError("Say either --paid with a reference or --declined.")
    }
  }

  func run(in session: AdminSession) async throws -> Report {
    let id = try SubscriptionID(argument: subscription)
    let outcome: SubscriptionMachine.Outcome = paid.map { .paid(reference: $0) } ?? .declined
    let boxes = try await session.withMembership(of: tenant.tenant, options) { membership in
      guard let program = SubscriptionProgram(of: membership.snapshot) else {
        throw AdminError(.notFound, "the tenant has no subscriptions in its tenant.yaml")
      }
      let tenant = membership.snapshot.id
      try await membership.database.transaction(for: tenant) {
        try await program.note(outcome, of: id, by: session.actor, in: $0)
      }
      return try await membership.database.scope(tenant).subscriptionCycles(of: id)
    }
    let shown = boxes.map(ShownBox.init)
    return try Report(shown, text: ShownBox.table(shown))
  }
}
