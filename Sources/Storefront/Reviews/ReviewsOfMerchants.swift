internal import Foundation
public import TenantStore

/// What is looked at before others read it.
public struct ReviewContent: Hashable, Sendable {
  /// 1 to 5.
  public let rating: Int
  /// What was written.
  public let text: String
  /// The pictures, kept with the shop's media.
  public let pictures: [MediaID]
}

/// What a merchant and the shop's moderators do with reviews.
extension Shop {
  /// Lets an event happen to a text of a review; letting it happen again changes nothing.
  ///
  /// - Parameters:
  ///   - id: The review.
  ///   - event: What happens.
  ///   - part: To which of the two texts.
  ///   - reason: Why, for the trail; shoppers never read it.
  ///   - actor: Who decides.
  ///   - transaction: Where it happens.
  /// - Returns: The review as it stands then.
  /// - Throws: ``StorefrontRefusal`` with the code `review_not_found` or
  ///   `review_transition_refused`.
  @discardableResult
  public func decideReview(
    _ id: ReviewID,
    _ event: ReviewEvent,
    of part: ReviewPart = .review,
    because reason: String? = nil,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Review {
    var review = try await heldReview(id, in: transaction)
    let state = part == .review ? review.state : review.followUp?.state
    guard let state else { throw StorefrontRefusal(.reviewNotFound) }
    switch ReviewTransition.outcome(of: event, in: state) {
    case .stays: return review
    case .refused:
      throw StorefrontRefusal(
        .reviewTransitionRefused,
        details: ["state": .string(state.rawValue)]
      )
    case .moves(let next):
      if part == .review { review.state = next } else { review.followUp?.state = next }
      // Nobody has to answer what nobody reads.
      if part == .review, event != .publish {
        review.dueAt = nil
        review.overdueAt = nil
      }
      let saved = try await save(
        review,
        next.rawValue,
        because: reason,
        by: actor,
        in: transaction
      )
      try await settlePictures(of: review, in: transaction)
      return saved
    }
  }

  /// Lets nobody read the pictures of a review that is not shown, and forgets those of a deleted one.
  func settlePictures(of review: Review, in transaction: TenantTransaction) async throws {
    try await transaction.settleMedia(review.pictures) {
      try await transaction.useOfPictures(review.pictures)
    }
  }

  /// Answers a review in public, or changes the answer; the same answer again changes nothing.
  ///
  /// - Throws: ``StorefrontRefusal`` with the code `review_not_found`, `review_invalid` for an
  ///   answer that is empty or longer than 500 characters, or `review_transition_refused` when the
  ///   buyer had the review deleted.
  @discardableResult
  public func replyToReview(
    _ id: ReviewID,
    text: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Review {
    let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard (1...Review.replyLimit).contains(text.unicodeScalars.count) else {
      throw StorefrontRefusal(.reviewInvalid, details: ["fields": ["reply"]])
    }
    var review = try await heldReview(id, in: transaction)
    guard review.erasedAt == nil else { throw StorefrontRefusal(.reviewTransitionRefused) }
    guard review.reply != text else { return review }
    review.reply = text
    review.repliedAt = review.repliedAt ?? transaction.environment.now()
    review.dueAt = nil
    review.overdueAt = nil
    return try await save(review, "answered", by: actor, in: transaction)
  }

  /// Adds what an expert says to a product.
  ///
  /// - Throws: ``StorefrontRefusal`` with the code `expert_invalid` (`fields`) or
  ///   `product_not_found`.
  public func addExpertEvaluation(
    _ form: ExpertForm,
    for tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> ExpertID {
    let today = CalendarDate(transaction.environment.now(), in: tenant.timeZone)
    let fields = form.problems(today: today)
    guard fields.isEmpty else {
      throw StorefrontRefusal(
        .expertInvalid,
        details: ["fields": .array(fields.map { .string($0) })]
      )
    }
    let id = ExpertID.make(in: transaction.environment)
    guard try await transaction.insertExpert(id, form) else {
      throw StorefrontRefusal(.productNotFound)
    }
    try await transaction.audit(
      "storefront.expert_added",
      of: form.product,
      by: actor,
      after: [
        "expert": .string(id.description), "source": .string(form.source),
        "interest": .string(form.interest.rawValue),
      ]
    )
    return id
  }

  /// Takes what an expert says off its product; doing it again changes nothing.
  ///
  /// - Throws: ``StorefrontRefusal`` with the code `expert_not_found`.
  public func removeExpertEvaluation(
    _ id: ExpertID,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    guard try await transaction.removeExpert(id) else {
      throw StorefrontRefusal(.expertNotFound)
    }
    try await transaction.audit("storefront.expert_removed", of: id.description, by: actor)
  }

  func heldReview(_ id: ReviewID, in transaction: TenantTransaction) async throws -> Review {
    guard let review = try await transaction.lockReview(id) else {
      throw StorefrontRefusal(.reviewNotFound)
    }
    return review
  }

  /// Saves a held review, with trail and event in the same transaction; neither holds its text.
  func save(
    _ review: Review,
    _ event: String,
    because reason: String? = nil,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Review {
    guard try await transaction.saveReview(review) else {
      throw StorefrontRefusal(.reviewTransitionRefused)
    }
    let details = review.details
    var trail = details
    if let reason, case .object(var members) = details {
      members["reason"] = .string(reason)
      trail = .object(members)
    }
    try await transaction.audit(
      "storefront.review_\(event)",
      of: review.id.description,
      by: actor,
      after: trail
    )
    try await transaction.emit("storefront.review_changed", details)
    return try await heldReview(review.id, in: transaction)
  }

  /// Tells once that a low rating was not answered in time.
  fileprivate func escalate(_ id: ReviewID, in transaction: TenantTransaction) async throws {
    var review = try await heldReview(id, in: transaction)
    let now = transaction.environment.now()
    guard let due = review.dueAt, due <= now, review.overdueAt == nil else { return }
    review.overdueAt = now
    guard try await transaction.saveReview(review) else { return }
    try await transaction.audit(
      "storefront.review_overdue",
      of: id.description,
      by: .system,
      after: review.details
    )
    try await transaction.emit("storefront.review_overdue", review.details)
  }
}

extension Review {
  /// What trail and events say of it.
  fileprivate var details: JSONValue {
    [
      "review": .string(id.description), "product": .string(product.description),
      "rating": .integer(Int64(rating)), "state": .string(state.rawValue),
    ]
  }
}

extension JobKind {
  /// Tells of low ratings that were not answered in time.
  static func reviewDeadlines(_ shop: Shop) -> Self {
    Self(name: "storefront.review_deadlines", timeLimit: .seconds(300)) { context in
      for id in try await context.scope.unansweredReviews() {
        try Task.checkCancellation()
        try await context.transaction { try await shop.escalate(id, in: $0) }
      }
    }
  }
}
