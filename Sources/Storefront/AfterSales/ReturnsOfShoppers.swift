internal import Foundation
public import TenantStore

/// What whoever has an order's secret link may do with its returns.
extension Shop {
  /// The most pictures of one request.
  public static let returnPictureLimit = 6

  /// Asks for goods of an order to be made good; the policy of the shop and the law decide at once
  /// whether it may be asked for, the merchant decides the rest.
  ///
  /// Pieces are claimed by one conditional statement: no piece is in two requests.
  /// - Throws: ``StorefrontRefusal`` with the code `order_not_found`, `return_invalid` (`fields`),
  ///   `sku_not_found`, `return_excluded` (`sku`, `because`), `return_opened`, `return_too_late`
  ///   (`last_day`), `return_exceeds`, or `transition_refused` when nothing has left or nothing was
  ///   paid.
  public func requestReturn(
    _ form: ReturnForm,
    with token: OrderToken,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> ReturnRequest {
    let order = try await opened(token, in: transaction)
    let held = try await heldOrder(order.number, in: transaction)
    return try await openReturn(form, of: order, held, for: tenant, by: .shopper, in: transaction)
  }

  /// Opens a request about a held order, when the policy lets it.
  func openReturn(
    _ form: ReturnForm,
    of order: Order,
    _ held: HeldOrder,
    for tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> ReturnRequest {
    let form = try ReturnFormRule.checked(form)
    guard held.state.status != .cancelled, held.state.fulfilment != .unfulfilled,
      held.state.payment != .unpaid
    else { throw StorefrontRefusal(.transitionRefused, details: held.state.details) }
    let accounts = try await openAccounts(of: held, in: transaction)
    let lines = try ReturnFormRule.lines(of: form, in: accounts)
    try await check(form, lines, of: order, for: tenant, in: transaction)
    let pieces = Dictionary(uniqueKeysWithValues: lines.map { ($0.position, $0.quantity) })
    guard try await transaction.claimPieces(pieces, of: order.id) == pieces.count else {
      throw StorefrontRefusal(.returnExceeds)
    }
    let id = ReturnID.make(in: transaction.environment)
    let hours = try tenant.storefront.returns?.decideHours ?? 48
    try await transaction.insertReturn(
      id,
      form,
      lines,
      of: order.id,
      dueAt: transaction.environment.now().addingTimeInterval(Double(hours) * 3600)
    )
    try await noteReturn(id, .requested, of: order, by: actor, in: transaction)
    return try await foundReturn(id, in: transaction)
  }

  /// Takes a request back; taking it back again changes nothing.
  @discardableResult
  public func withdrawReturn(
    _ id: ReturnID,
    with token: OrderToken,
    in transaction: TenantTransaction
  ) async throws -> ReturnRequest {
    let request = try await request(id, with: token, in: transaction)
    return try await changeReturn(request.id, .withdraw, by: .shopper, in: transaction) { _ in
      ReturnChange()
    }
  }

  /// Notes that the goods are on their way back; noting it again changes nothing.
  ///
  /// - Throws: ``StorefrontRefusal`` with the code `return_not_found`, `shipment_invalid` or
  ///   `return_transition_refused`.
  @discardableResult
  public func sendBackReturn(
    _ id: ReturnID,
    carrier: String,
    trackingNumber: String,
    with token: OrderToken,
    in transaction: TenantTransaction
  ) async throws -> ReturnRequest {
    let request = try await request(id, with: token, in: transaction)
    let parcel = ShipmentDraft(carrier: carrier, trackingNumber: trackingNumber)
    var fields = ShipmentRule.problems(parcel)
    if carrier.isEmpty { fields.append("carrier") }
    guard fields.isEmpty else {
      throw StorefrontRefusal(
        .shipmentInvalid,
        details: ["fields": .array(fields.map { .string($0) })]
      )
    }
    return try await changeReturn(request.id, .sendBack, by: .shopper, in: transaction) { _ in
      ReturnChange(carrier: carrier, trackingNumber: trackingNumber)
    }
  }

  /// Adds a picture to an open request, without what it says of place, time and device; adding the
  /// same picture again changes nothing.
  ///
  /// - Throws: ``StorefrontRefusal`` with the code `return_not_found`, `return_picture_invalid` for
  ///   what is no PNG, JPEG or WebP of at most 2 MiB, or when there are six already.
  public func addReturnPicture(
    _ bytes: [UInt8],
    to id: ReturnID,
    with token: OrderToken,
    in transaction: TenantTransaction
  ) async throws -> MediaID {
    let request = try await request(id, with: token, in: transaction)
    guard !request.state.isFinal, let media = try? Media(photograph: bytes) else {
      throw StorefrontRefusal(.returnPictureInvalid)
    }
    let picture = try await transaction.keepMedia(media)
    guard try await transaction.addPicture(picture, to: id) else {
      throw StorefrontRefusal(.returnPictureInvalid)
    }
    return picture
  }

  private func check(
    _ form: ReturnForm,
    _ lines: [(position: Int, quantity: Int, isOpened: Bool)],
    of order: Order,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws {
    let categories = try await transaction.lineCategories(of: order.id)
    let settings = try tenant.storefront.returns
    let today = CalendarDate(transaction.environment.now(), in: tenant.timeZone)
    for line in lines {
      let objection = ReturnPolicyRule.objection(
        kind: form.kind,
        reason: form.reason,
        isOpened: line.isOpened,
        received: order.progress.deliveredAt.map { CalendarDate($0, in: tenant.timeZone) },
        today: today,
        policy: ReturnPolicy(settings, categories: categories[line.position] ?? [])
      )
      if let objection { throw ReturnFormRule.refusal(objection, order.lines[line.position].code) }
    }
  }

  /// The request, when it belongs to the order that the secret opens; the order is held.
  private func request(
    _ id: ReturnID,
    with token: OrderToken,
    in transaction: TenantTransaction
  ) async throws -> ReturnRequest {
    let order = try await opened(token, in: transaction)
    _ = try await heldOrder(order.number, in: transaction)
    let request = try await foundReturn(id, in: transaction)
    guard request.order == order.id else { throw StorefrontRefusal(.returnNotFound) }
    return request
  }
}
