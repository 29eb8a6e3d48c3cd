internal import Foundation
public import TenantStore

/// What whoever has an order's secret link may do with its reviews.
extension Shop {
  /// Writes the review of an order line, or changes it while that is allowed.
  ///
  /// Only goods that were delivered are reviewed. The same form again changes nothing.
  /// - Throws: ``StorefrontRefusal`` with the code `order_not_found`, `review_invalid` (`fields`),
  ///   `sku_not_found`, `review_too_early` before delivery, `review_too_late` (`last_day`), or
  ///   `review_transition_refused` once it was deleted or hidden.
  @discardableResult
  public func writeReview(
    _ form: ReviewForm,
    with token: OrderToken,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> Review {
    let order = try await heldOrder(behind: token, in: transaction)
    let form = try Self.checked(form)
    guard let position = order.lines.firstIndex(where: { $0.code == form.code }) else {
      throw StorefrontRefusal(.skuNotFound, details: ["sku": .string(form.code)])
    }
    guard order.state.status != .cancelled, order.state.fulfilment == .delivered else {
      throw StorefrontRefusal(.reviewTooEarly)
    }
    let now = transaction.environment.now()
    let found = try await transaction.reviews(of: order.id).first { $0.position == position }
    if found == nil {
      try await transaction.insertReview(
        .make(in: transaction.environment),
        of: order.lines[position],
        at: position,
        order: order.id
      )
    }
    let written = try await transaction.reviews(of: order.id).first { $0.position == position }
    guard let written, var review = try await transaction.lockReview(written.id) else {
      throw StorefrontRefusal(.reviewNotFound)
    }
    let name = ReviewNameRule.displayName(of: order.contact.name, showsInitial: form.showsInitial)
    if found != nil {
      guard review.erasedAt == nil, review.state != .hidden else {
        throw StorefrontRefusal(.reviewTransitionRefused)
      }
      let isSame =
        (review.rating, review.text, review.displayName) == (form.rating, form.text, name)
      if isSame { return review }
      let days = try tenant.storefront.reviews?.editDays ?? 30
      try Self.check(now, within: days, of: review.writtenAt, tenant)
      review.editedAt = now
    }
    review.rating = form.rating
    review.text = form.text
    review.displayName = name
    review.state = try await decided(&review, for: tenant, in: transaction)
    review.signals = try await signals(of: review, order, in: transaction)
    let hours = try tenant.storefront.reviews?.replyHours ?? 2
    let due = review.dueAt ?? now.addingTimeInterval(Double(hours) * 3_600)
    review.dueAt = review.isLow && review.repliedAt == nil ? due : nil
    if review.dueAt == nil { review.overdueAt = nil }
    let event = found == nil ? "written" : "changed"
    return try await save(review, event, by: .shopper, in: transaction)
  }

  /// Adds a picture to a review, without what it says of place, time and device; adding the same
  /// picture again changes nothing.
  ///
  /// - Throws: ``StorefrontRefusal`` with the code `review_not_found`, `review_too_late`,
  ///   `review_transition_refused`, or `review_picture_invalid` for what is no PNG, JPEG or WebP of
  ///   at most 2 MiB, or when there are six already.
  @discardableResult
  public func addReviewPicture(
    _ bytes: [UInt8],
    to id: ReviewID,
    with token: OrderToken,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> Review {
    let (order, held) = try await own(id, with: token, in: transaction)
    guard held.erasedAt == nil, held.state != .hidden else {
      throw StorefrontRefusal(.reviewTransitionRefused)
    }
    guard let media = try? Media(photograph: bytes) else {
      throw StorefrontRefusal(.reviewPictureInvalid)
    }
    let days = try tenant.storefront.reviews?.editDays ?? 30
    try Self.check(transaction.environment.now(), within: days, of: held.writtenAt, tenant)
    guard !held.pictures.contains(MediaID(of: media.bytes)) else { return held }
    guard held.pictureCount < Review.pictureLimit else {
      throw StorefrontRefusal(.reviewPictureInvalid)
    }
    let picture = try await transaction.keepMedia(media)
    _ = try await transaction.insertReviewPicture(picture, of: id)
    guard var review = try await transaction.lockReview(id) else {
      throw StorefrontRefusal(.reviewNotFound)
    }
    review.pictureCount = review.pictures.count
    review.state = try await decided(&review, for: tenant, in: transaction)
    review.signals = try await signals(of: review, order, in: transaction)
    return try await save(review, "pictured", by: .shopper, in: transaction)
  }

  /// Adds something to a review, once (追评); the same words again change nothing.
  ///
  /// - Throws: ``StorefrontRefusal`` with the code `review_not_found`, `review_invalid`,
  ///   `review_too_late`, or `review_transition_refused` when something was added already.
  @discardableResult
  public func followUpReview(
    _ id: ReviewID,
    text: String,
    with token: OrderToken,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> Review {
    var (_, review) = try await own(id, with: token, in: transaction)
    let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard (1...Review.textLimit).contains(text.unicodeScalars.count) else {
      throw StorefrontRefusal(.reviewInvalid, details: ["fields": ["text"]])
    }
    if review.followUp?.text == text { return review }
    guard review.followUp == nil, review.erasedAt == nil, review.state != .hidden else {
      throw StorefrontRefusal(.reviewTransitionRefused)
    }
    let now = transaction.environment.now()
    let days = try tenant.storefront.reviews?.followUpDays ?? 180
    try Self.check(now, within: days, of: review.writtenAt, tenant)
    let content = ReviewContent(rating: review.rating, text: text, pictures: [])
    let holds = try await ports.moderateReview(content, tenant, transaction)
    review.holds = ReviewHold.allCases.filter { (review.holds + holds).contains($0) }
    review.followUp = ReviewFollowUp(
      text: text,
      state: holds.isEmpty ? .published : .pending,
      writtenAt: now
    )
    return try await save(review, "followed_up", by: .shopper, in: transaction)
  }

  /// Deletes what a buyer wrote and showed; the rating stays counted (PIPL, article 47).
  ///
  /// Deleting again changes nothing. The merchant's answer goes too, because it may quote the text.
  /// - Throws: ``StorefrontRefusal`` with the code `review_not_found`.
  @discardableResult
  public func eraseReview(
    _ id: ReviewID,
    with token: OrderToken,
    in transaction: TenantTransaction
  ) async throws -> Review {
    var (_, review) = try await own(id, with: token, in: transaction)
    guard review.erasedAt == nil else { return review }
    try await transaction.deleteReviewPictures(of: id)
    review.text = ""
    review.displayName = ""
    review.followUp?.text = ""
    review.reply = ""
    review.repliedAt = nil
    review.pictureCount = 0
    review.dueAt = nil
    review.overdueAt = nil
    review.erasedAt = transaction.environment.now()
    let erased = try await save(review, "erased", by: .shopper, in: transaction)
    try await settlePictures(of: review, in: transaction)
    return erased
  }

  private static func checked(_ form: ReviewForm) throws(StorefrontRefusal) -> ReviewForm {
    var form = form
    form.text = form.text.trimmingCharacters(in: .whitespacesAndNewlines)
    var fields: [String] = []
    if !(1...5).contains(form.rating) { fields.append("rating") }
    if form.text.unicodeScalars.count > Review.textLimit { fields.append("text") }
    guard fields.isEmpty else {
      throw StorefrontRefusal(
        .reviewInvalid,
        details: ["fields": .array(fields.map { .string($0) })]
      )
    }
    return form
  }

  /// Days count to the end of the last, in the shop's time zone.
  private static func check(
    _ now: Date,
    within days: Int,
    of start: Date,
    _ tenant: TenantSnapshot
  ) throws(StorefrontRefusal) {
    let last = CalendarDate(start, in: tenant.timeZone).adding(days: days)
    guard CalendarDate(now, in: tenant.timeZone) > last else { return }
    throw StorefrontRefusal(.reviewTooLate, details: ["last_day": .string(last.description)])
  }

  /// The order behind a secret; it is held.
  private func heldOrder(behind token: OrderToken, in transaction: TenantTransaction) async throws
    -> Order
  {
    let order = try await opened(token, in: transaction)
    _ = try await heldOrder(order.number, in: transaction)
    return try await opened(token, in: transaction)
  }

  /// The review, when it belongs to the order that the secret opens; both are held.
  private func own(
    _ id: ReviewID,
    with token: OrderToken,
    in transaction: TenantTransaction
  ) async throws -> (Order, Review) {
    let order = try await heldOrder(behind: token, in: transaction)
    guard let review = try await transaction.lockReview(id), review.order == order.id else {
      throw StorefrontRefusal(.reviewNotFound)
    }
    return (order, review)
  }

  /// Where a review stands once its text and pictures were looked at.
  private func decided(
    _ review: inout Review,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> ReviewState {
    let content = ReviewContent(
      rating: review.rating,
      text: review.text,
      pictures: review.pictures
    )
    // What a person refused is looked at by a person again, however often it changes.
    let isRefused =
      review.state == .rejected
      || review.state == .pending && review.holds.contains(.refusedBefore)
    review.holds = try await ports.moderateReview(content, tenant, transaction)
    if isRefused { review.holds.append(.refusedBefore) }
    let needsPicture = try tenant.storefront.reviews?.needsPicture ?? false
    if needsPicture, review.pictures.isEmpty { review.holds.append(.pictureMissing) }
    return review.holds.isEmpty ? .published : .pending
  }

  private func signals(of review: Review, _ order: Order, in transaction: TenantTransaction)
    async throws -> [ReviewSignal]
  {
    ReviewSignalRule.signals(
      text: review.text,
      writtenAt: review.editedAt ?? review.writtenAt,
      deliveredAt: order.progress.deliveredAt ?? review.writtenAt,
      hasSamePicture: try await transaction.hasReusedPicture(review.id),
      among: try await transaction.reviewNeighbours(
        of: review.id,
        product: review.product,
        order: order.id
      )
    )
  }
}
