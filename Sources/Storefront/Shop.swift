public import TenantStore

/// A merchant's shop: what can be done in it, each as an operation on one transaction.
///
/// Reading is done by query functions on a tenant's scope or transaction
/// (`TenantQuerying`); what changes something is an operation of this façade.
///
/// ## Topics
///
/// ### Cart
/// - ``addToCart(_:quantity:session:in:)``
/// - ``setQuantity(_:of:session:in:)``
/// - ``removeLine(_:session:in:)``
///
/// ### Checkout
/// - ``totals(of:for:to:)``
/// - ``placeOrder(_:session:for:in:)``
///
/// ### Orders
/// - ``confirmPayment(of:reference:by:in:)``
/// - ``cancelOrder(_:reason:by:in:)``
/// - ``expireOrder(_:in:)``
/// - ``editContact(of:version:_:by:in:)``
/// - ``lowerTotal(of:version:to:by:in:)``
/// - ``paymentInstruction(for:of:)``
///
/// ### Fulfilment
/// - ``ship(_:of:by:in:)``
/// - ``fulfilOrder(_:by:in:)``
/// - ``collectOrder(code:by:in:)``
/// - ``confirmReceipt(of:by:in:)``
/// - ``completeOrder(_:by:in:)``
///
/// ### Returns
/// - ``requestReturn(_:with:for:in:)``
/// - ``withdrawReturn(_:with:in:)``
/// - ``sendBackReturn(_:carrier:trackingNumber:with:in:)``
/// - ``addReturnPicture(_:to:with:in:)``
/// - ``approveReturn(_:reply:amount:for:by:in:)``
/// - ``refuseReturn(_:reply:by:in:)``
/// - ``receiveReturn(_:by:in:)``
/// - ``settleReturn(_:spoiled:asMoney:for:by:in:)``
///
/// ### Refunds
/// - ``refund(_:of:key:reason:by:in:)``
/// - ``completeRefund(_:reference:by:in:)``
/// - ``failRefund(_:by:in:)``
/// - ``approveRefund(_:by:in:)``
/// - ``atDesk(of:)``
/// - ``refundPayment(of:reference:by:in:)``
///
/// ### Stock
/// - ``adjustStock(of:at:by:reason:actor:in:)``
/// - ``setStock(of:at:to:reason:actor:in:)``
/// - ``receiveLot(_:for:by:in:)``
/// - ``assignLot(_:for:by:in:)``
/// - ``adjustLot(_:by:actor:in:)``
/// - ``recallLot(of:lot:by:in:)``
/// - ``watchStock(of:below:by:in:)``
public struct Shop: Sendable {
  /// What other modules may supply; every default works alone.
  public struct Ports: Sendable {
    /// What lowers an order's total: a member's price, a coupon, points.
    ///
    /// It is asked once, inside the transaction that places the order, after the cart is claimed,
    /// and may write there what it grants. Amounts are negative, and together at most goods and
    /// freight.
    public var adjustments:
      @Sendable (CheckoutBasket, TenantSnapshot, TenantTransaction) async throws ->
        [PriceAdjustment]

    /// Supplies ports; those left out do nothing.
    public init(
      adjustments:
        @escaping @Sendable (CheckoutBasket, TenantSnapshot, TenantTransaction) async throws ->
        [PriceAdjustment] = { _, _, _ in [] }
    ) {
      self.adjustments = adjustments
    }
  }

  /// The ways to pay that a merchant's settings may name.
  public static let knownProviders: [any PaymentProvider] = [
    CashOnDelivery(), BankTransfer(), WeChatPay(), Alipay(), Stripe(),
  ]

  let ports: Ports
  let providers: [any PaymentProvider]
  /// Above which sum the refunds of an order that staff ask for wait for a second person.
  var refundLimit: Money?

  /// A shop with its ports and the ways to pay that its build knows.
  public init(
    ports: Ports = Ports(),
    providers: [any PaymentProvider] = Shop.knownProviders
  ) {
    self.ports = ports
    self.providers = providers
  }
}
