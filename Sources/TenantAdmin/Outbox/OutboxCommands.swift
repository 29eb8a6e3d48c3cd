internal import ArgumentParser
internal import Foundation
internal import TenantStore

struct OutboxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "outbox",
    abstract: "Shows a tenant's events and has them delivered again.",
    subcommands: [
      OutboxListCommand.self, OutboxShowCommand.self, OutboxDeadCommand.self,
      OutboxReplayCommand.self,
    ]
  )
}

struct OutboxListCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists events, newest first."
  )

  private struct Page: Encodable {
    let items: [ShownEvent]
    let next: String?
  }

  @OptionGroup var tenant: TenantOption
  @Option(help: Choice.help("Only events that stand so", OutboxState.self), transform: Choice.one)
  var state: OutboxState?
  @Option(help: "Only events of this kind.") var kind: String?
  @OptionGroup var page: PageOptions
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    var query = OutboxListQuery()
    query.state = state
    query.kind = kind
    query.before = try page.after.map(IDOption.read)
    query.limit = page.limit
    let entries = try await session.withTenant(tenant.tenant, options) { database, tenant in
      try await database.reading(tenant).outboxEntries(query)
    }
    let next = entries.count == page.limit ? entries.last?.id.description : nil
    var table = Table("EVENT", "HAPPENED", "KIND", "STATE", "WAITING>", "DEAD>")
    for entry in entries {
      table.add(
        entry.id.description,
        ShownTime.text(entry.createdAt),
        entry.kind,
        entry.state.rawValue,
        "\(entry.waiting)",
        "\(entry.dead)"
      )
    }
    return try Report(
      Page(items: entries.map(ShownEvent.init), next: next),
      text: PageText.text(table.text(ifEmpty: "No such events."), next: next)
    )
  }
}

struct OutboxShowCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows one event with what became of it."
  )

  @Argument(help: "The event's id.", transform: IDOption.read) var event: OutboxEventID
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let detail = try await session.withTenant(tenant.tenant, options) { database, tenant in
      try await database.reading(tenant).outboxEvent(event)
    }
    guard let detail else {
      throw AdminError(.notFound, "\(tenant.tenant) has no event \(event), or no longer")
    }
    let shown = ShownEventDetail(detail)
    return try Report(shown, text: shown.text)
  }
}

struct OutboxDeadCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "dead",
    abstract: "Lists deliveries that are not tried any more; without a tenant, counts them."
  )

  private struct Page: Encodable {
    let items: [ShownDelivery]
    let next: String?
  }

  @Option(help: ArgumentHelp("The tenant's short name.", valueName: "slug"))
  var tenant: String?
  @OptionGroup var page: PageOptions
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    guard let tenant else { return try await counts(in: session) }
    let last = try page.after.map(Self.cursor)
    let letters = try await session.withTenant(tenant, options) { database, tenant in
      try await database.reading(tenant).deadLetters(after: last, limit: page.limit)
    }
    let next = letters.count == page.limit ? letters.last.map(Self.cursor) : nil
    var table = Table("EVENT", "KIND", "HANDLER", "ATTEMPTS>", "LAST ERROR")
    for letter in letters {
      table.add(
        letter.event.description,
        letter.kind,
        letter.handler,
        "\(letter.attempts)",
        letter.lastError ?? ""
      )
    }
    return try Report(
      Page(items: letters.map(ShownDelivery.init), next: next),
      text: PageText.text(table.text(ifEmpty: "No dead letters."), next: next)
    )
  }

  private func counts(in session: AdminSession) async throws -> Report {
    let (tenants, counts) = try await session.withDatabase(options) { database in
      (try await database.registeredTenants(), try await database.deadLetterCounts())
    }
    var bySlug: [String: Int] = [:]
    var table = Table("TENANT", "DEAD>")
    for tenant in tenants {
      guard let count = counts[tenant.id] else { continue }
      bySlug[tenant.document.tenant] = count
      table.add(tenant.document.tenant, "\(count)")
    }
    return try Report(["tenants": bySlug], text: table.text(ifEmpty: "No dead letters."))
  }

  private static func cursor(_ letter: OutboxDelivery) -> String {
    "\(letter.event):\(letter.handler)"
  }

  private static func cursor(_ text: String) throws -> (event: OutboxEventID, handler: String) {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { throw ValidationError("\"\(text)\" is not such a cursor.") }
    return (try IDOption.read(parts[0]), parts[1])
  }
}

struct OutboxReplayCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Has events delivered again, with the same ids.",
    discussion: """
      Handlers know an event by its id: what one has done already, it does not do twice. \
      Name events, or what they have in common; the conditions narrow each other.
      """
  )

  @Argument(help: "The events' ids.", transform: IDOption.read) var events: [OutboxEventID] = []
  @OptionGroup var tenant: TenantOption
  @Option(help: "Only events of this kind.") var kind: String?
  @Option(help: InstantOption.help("Only events since"), transform: InstantOption.read)
  var since: Date?
  @Option(help: "Only to this handler.") var handler: String?
  @Flag(help: "Only deliveries that are not tried any more.") var dead = false
  @OptionGroup var options: CommonOptions

  func validate() throws {
    guard !events.isEmpty || kind != nil || since != nil || dead else {
      throw ValidationError("Say what is to be replayed: events, --kind, --since or --dead.")
    }
  }

  func run(in session: AdminSession) async throws -> Report {
    var replay = OutboxReplay()
    replay.events = events.isEmpty ? nil : events
    replay.kind = kind
    replay.since = since
    replay.handler = handler
    replay.isOfDeadLetters = dead
    let names = session.modules.flatMap(\.handlers).map(\.name)
    if let handler, !names.contains(handler) {
      throw AdminError(.notFound, "there is no handler \(handler); known are \(names.sorted())")
    }
    let count = try await session.withTenant(tenant.tenant, options) { database, tenant in
      try await database.transaction(for: tenant, statementLimit: .seconds(300)) { transaction in
        try await transaction.replayOutbox(replay, to: session.modules, by: session.actor)
      }
    }
    let text = count == 0 ? "Nothing to replay." : "\(count) deliveries will be made again."
    return try Report(["deliveries": count], text: text)
  }
}
