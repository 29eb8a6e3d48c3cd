internal import ArgumentParser
internal import Foundation
internal import Storefront
internal import TenantStore

struct ReviewsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reviews",
    abstract: "Shows, decides and answers what buyers say of what they received.",
    subcommands: [
      ReviewsListCommand.self, ReviewsOverdueCommand.self, PublishReviewCommand.self,
      RejectReviewCommand.self, HideReviewCommand.self, ReplyToReviewCommand.self,
      AddExpertCommand.self, RemoveExpertCommand.self,
    ]
  )
}

/// A review as a script reads it.
private struct ShownReview: Encodable {
  let id: String
  let order: String
  let sku: String
  let rating: Int
  let text: String
  let state: String
  let holds: [String]
  let signals: [String]
  let followUp: String?
  let followUpState: String?
  let reply: String
  let writtenAt: Date
  let dueAt: Date?
  let isErased: Bool
  let pictures: [String]

  init(_ review: Review) {
    id = review.id.description
    order = review.orderNumber
    sku = review.code
    rating = review.rating
    text = review.text
    state = review.state.rawValue
    holds = review.holds.map(\.rawValue)
    signals = review.signals.map(\.rawValue)
    followUp = review.followUp?.text
    followUpState = review.followUp?.state.rawValue
    reply = review.reply
    writtenAt = review.writtenAt
    dueAt = review.dueAt
    isErased = review.erasedAt != nil
    pictures = review.pictures.map(\.description)
  }

  var line: String { "\(id): \(state)\(followUpState.map { ", follow-up \($0)" } ?? "")" }
}

/// A command that shows some reviews.
private protocol ReviewsShown: AdminCommand {
  var tenant: TenantOption { get }
  var page: PageOptions { get }
  func query() -> ReviewListQuery
}

private struct ShownReviews: Encodable {
  let items: [ShownReview]
  let next: String?
}

extension ReviewsShown {
  func run(in session: AdminSession) async throws -> Report {
    var query = query()
    query.limit = min(page.limit, 100)
    query.before = try page.after.map { text in
      guard let id = ReviewID(text) else {
        throw AdminError(.usage, "--after \(text) is no id of a review")
      }
      return id
    }
    let asked = query
    let found = try await session.withShop(of: tenant.tenant, options) { shop in
      try await shop.database.reading(shop.snapshot.id).reviews(asked)
    }
    var table = Table("ID", "ORDER", "SKU", "RATING", "STATE", "DUE", "REASONS", "TEXT")
    for review in found {
      let followUp = review.followUp.map { "/\($0.state.rawValue)" } ?? ""
      table.add(
        review.id.description,
        review.orderNumber,
        review.code,
        "\(review.rating)",
        review.state.rawValue + followUp,
        review.dueAt.map(ShownTime.text) ?? "",
        (review.holds.map(\.rawValue) + review.signals.map(\.rawValue)).joined(separator: " "),
        String(review.text.prefix(40))
      )
    }
    let next = found.count == asked.limit ? found.last?.id.description : nil
    return try Report(
      ShownReviews(items: found.map(ShownReview.init), next: next),
      text: PageText.text(table.text(ifEmpty: "No such reviews."), next: next)
    )
  }
}

struct ReviewsListCommand: ReviewsShown {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists reviews, newest first, with what holds them and what makes them look made up."
  )

  @Option(
    help: Choice.help("Only those of which a text stands there", ReviewState.self),
    transform: Choice.one
  )
  var state: ReviewState?
  @Flag(help: "Only those with a sign of being made up.") var flagged = false
  @OptionGroup var tenant: TenantOption
  @OptionGroup var page: PageOptions
  @OptionGroup var options: CommonOptions

  fileprivate func query() -> ReviewListQuery {
    var query = ReviewListQuery()
    query.state = state
    query.onlyFlagged = flagged
    return query
  }
}

struct ReviewsOverdueCommand: ReviewsShown {
  static let configuration = CommandConfiguration(
    commandName: "overdue",
    abstract: "Lists low ratings that were not answered in time, newest first."
  )

  @OptionGroup var tenant: TenantOption
  @OptionGroup var page: PageOptions
  @OptionGroup var options: CommonOptions

  fileprivate func query() -> ReviewListQuery {
    var query = ReviewListQuery()
    query.onlyOverdue = true
    return query
  }
}

/// A command that changes one review; running it again gives the same review.
protocol ReviewChange: AdminCommand {
  var id: String { get }
  var tenant: TenantOption { get }
  func change(_ id: ReviewID, by actor: Actor, in transaction: TenantTransaction) async throws
    -> Review
}

extension ReviewChange {
  func run(in session: AdminSession) async throws -> Report {
    guard let id = ReviewID(id) else { throw StorefrontRefusal(.reviewNotFound) }
    let actor = session.actor
    let review = try await session.withShop(of: tenant.tenant, options) { shop in
      try await shop.database.transaction(for: shop.snapshot.id) { transaction in
        try await change(id, by: actor, in: transaction)
      }
    }
    let shown = ShownReview(review)
    return try Report(shown, text: shown.line)
  }
}

/// Which of the two texts of a review a decision is about.
struct ReviewPartOption: ParsableArguments {
  @Flag(help: "Decide what was added later instead of the review.") var followUp = false

  var part: ReviewPart { followUp ? .followUp : .review }
}

struct PublishReviewCommand: ReviewChange {
  static let configuration = CommandConfiguration(
    commandName: "publish",
    abstract: "Lets everybody read a review."
  )

  @Argument(help: "The review's id.") var id: String
  @OptionGroup var text: ReviewPartOption
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func change(_ id: ReviewID, by actor: Actor, in transaction: TenantTransaction) async throws
    -> Review
  {
    try await Shop().decideReview(id, .publish, of: text.part, by: actor, in: transaction)
  }
}

struct RejectReviewCommand: ReviewChange {
  static let configuration = CommandConfiguration(
    commandName: "reject",
    abstract: "Says no to a review that nobody has read yet."
  )

  @Argument(help: "The review's id.") var id: String
  @OptionGroup var text: ReviewPartOption
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func change(_ id: ReviewID, by actor: Actor, in transaction: TenantTransaction) async throws
    -> Review
  {
    try await Shop().decideReview(id, .reject, of: text.part, by: actor, in: transaction)
  }
}

struct HideReviewCommand: ReviewChange {
  static let configuration = CommandConfiguration(
    commandName: "hide",
    abstract: "Takes a published review back."
  )

  @Argument(help: "The review's id.") var id: String
  @OptionGroup var text: ReviewPartOption
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func change(_ id: ReviewID, by actor: Actor, in transaction: TenantTransaction) async throws
    -> Review
  {
    try await Shop().decideReview(id, .hide, of: text.part, by: actor, in: transaction)
  }
}

struct ReplyToReviewCommand: ReviewChange {
  static let configuration = CommandConfiguration(
    commandName: "reply",
    abstract: "Answers a review in public."
  )

  @Argument(help: "The review's id.") var id: String
  @Argument(help: "What everybody reads.") var text: String
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func change(_ id: ReviewID, by actor: Actor, in transaction: TenantTransaction) async throws
    -> Review
  {
    try await Shop().replyToReview(id, text: text, by: actor, in: transaction)
  }
}
