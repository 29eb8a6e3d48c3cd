public import TenantStore
public import TenantWeb

/// The port to the shop's checkout, where a consultation is paid; the composition supplies it.
public struct ConsultationCheckout: Sendable {
  /// Puts what is paid into the visitor's cart, once, and gives the path where it is paid; nothing where the
  /// shop does not sell it.
  public typealias Begin =
    @Sendable (_ sku: String, _ request: TenantRequest, _ transaction: TenantTransaction)
    async throws -> String?

  let begin: Begin

  /// Supplies the port.
  public init(_ begin: @escaping Begin) { self.begin = begin }

  /// Nothing can be paid.
  public static let none = Self { _, _, _ in nil }
}
