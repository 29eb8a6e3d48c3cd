internal import Foundation
internal import TenantStore

/// The work on payments that is done later, by name.
enum PaymentJob {
  static let settleKind = "storefront.settle_payment"
  static let refundKind = "storefront.send_refund"
  static let matchKind = "storefront.match_bills"

  /// Asks what became of a payment, not before an instant.
  static func settle(
    _ payment: PaymentID,
    step: Int,
    because reason: String = "prompted",
    at instant: Date? = nil
  ) -> JobRequest {
    request(settleKind, "payment", payment.description, step, reason, instant)
  }

  /// Sends a refund, or asks what became of it.
  static func refund(_ refund: RefundID, step: Int, at instant: Date? = nil) -> JobRequest {
    request(refundKind, "refund", refund.description, step, "requested", instant)
  }

  private static func request(
    _ kind: String,
    _ name: String,
    _ id: String,
    _ step: Int,
    _ reason: String,
    _ instant: Date?
  ) -> JobRequest {
    JobRequest(
      kind: kind,
      payload: [name: .string(id), "step": .integer(Int64(step)), "because": .string(reason)],
      key: "\(id):\(reason):\(step)",
      priority: .urgent,
      runAt: instant
    )
  }
}

/// When a provider is asked again about something that is still open.
enum PaymentQueryRule {
  /// Seconds: soon while the shopper waits, later for what banks take days for.
  static let pauses: [TimeInterval] =
    [60, 120, 300, 600, 1_800, 3_600, 14_400, 43_200] + Array(repeating: 86_400, count: 6)

  /// The pause after a step, from 0; nothing once it is left to the daily bill.
  static func pause(after step: Int) -> TimeInterval? {
    pauses.indices.contains(step) ? pauses[step] : nil
  }
}

extension JobKind {
  private struct Payload: Decodable {
    let payment: PaymentID?
    let refund: RefundID?
    let step: Int
    let because: String
  }

  /// Asks the provider what became of a payment until it is known; closes what was called off.
  static func settlePayment(_ desk: PaymentDesk) -> Self {
    Self(name: PaymentJob.settleKind, timeLimit: .seconds(120)) { context in
      let payload = try context.payload(as: Payload.self)
      guard let id = payload.payment else { throw PermanentJobFailure("names no payment") }
      guard let tenant = try await context.shopTenant() else { return }
      let isSettled = try await desk.settle(id, for: tenant, in: context.database)
      try await context.goOn(after: payload.step, unless: isSettled) {
        PaymentJob.settle(id, step: payload.step + 1, because: payload.because, at: $0)
      }
    }
  }

  /// Sends a refund to its provider and asks until it is done or has failed.
  static func sendRefund(_ desk: PaymentDesk) -> Self {
    Self(name: PaymentJob.refundKind, timeLimit: .seconds(120)) { context in
      let payload = try context.payload(as: Payload.self)
      guard let id = payload.refund else { throw PermanentJobFailure("names no refund") }
      guard let tenant = try await context.shopTenant() else { return }
      let isSettled: Bool
      do {
        isSettled = try await desk.send(id, for: tenant, in: context.database)
      } catch let error where error.isPassing && PaymentQueryRule.pause(after: payload.step) != nil
      {
        // A balance that does not suffice today may suffice in days.
        isSettled = false
      }
      try await context.goOn(after: payload.step, unless: isSettled) {
        PaymentJob.refund(id, step: payload.step + 1, at: $0)
      }
    }
  }
}

extension Error {
  /// Whether a provider may do later what it did not do now.
  fileprivate var isPassing: Bool {
    if case .unavailable? = self as? ProviderFailure { return true }
    return self is OutboundFailure
  }
}

extension JobContext {
  /// The job's tenant as the shop sees it; nothing when it is gone or has no shop any more.
  func shopTenant() async throws -> TenantSnapshot? {
    let snapshot = try await database.snapshot(of: tenant, for: StorefrontModule.module)
    return snapshot.flatMap { $0.isEnabled(module: "storefront") ? $0 : nil }
  }

  /// Ends the job and asks for its next step in one transaction.
  fileprivate func goOn(
    after step: Int,
    unless isSettled: Bool,
    _ next: (Date) -> JobRequest
  ) async throws {
    guard !isSettled, let pause = PaymentQueryRule.pause(after: step) else { return }
    try await transaction { transaction in
      try await transaction.enqueue(next(transaction.environment.now() + pause))
      try await complete(in: transaction)
    }
  }
}
