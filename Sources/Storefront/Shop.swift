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
/// - ``joinCarts(of:on:for:in:)``
/// - ``enterCode(_:session:in:)``
/// - ``removeCode(_:session:in:)``
/// - ``savedLines(of:for:in:_:)``
/// - ``saveForLater(_:session:for:in:)``
/// - ``moveToCart(_:session:for:in:)``
/// - ``forgetSaved(_:session:for:in:)``
///
/// ### Checkout
/// - ``totals(of:for:to:)``
/// - ``quote(of:session:isProved:for:to:in:)``
/// - ``preview(_:for:in:)``
/// - ``placeOrder(_:session:isProved:for:in:)``
/// - ``placeOrder(_:for:in:)``
///
/// ### Groups
/// - ``chooseGroup(_:buying:quantity:session:in:)``
/// - ``endGroup(_:isComplete:by:in:)``
/// - ``closeGroup(_:in:)``
///
/// ### Bundles
/// - ``setContents(_:of:by:in:)``
///
/// ### Pictures
/// - ``moveGalleryPicture(at:up:of:by:in:)``
///
/// ### Presales
/// - ``setPresale(_:of:for:by:in:)``
///
/// ### Prices of a level
/// - ``levelPrices(ofProducts:session:for:in:)``
/// - ``levelPrices(ofSKUs:session:for:in:)``
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
/// - ``bearWayBack(of:by:in:)``
/// - ``refuseReturn(_:reply:by:in:)``
/// - ``receiveReturn(_:by:in:)``
/// - ``settleReturn(_:spoiled:asMoney:for:by:in:)``
/// - ``takeBackInStore(_:of:at:spoiled:for:by:in:)``
///
/// ### Reviews
/// - ``writeReview(_:with:for:in:)``
/// - ``addReviewPicture(_:to:with:for:in:)``
/// - ``followUpReview(_:text:with:for:in:)``
/// - ``eraseReview(_:with:in:)``
/// - ``decideReview(_:_:of:because:by:in:)``
/// - ``replyToReview(_:text:by:in:)``
/// - ``addExpertEvaluation(_:for:by:in:)``
/// - ``removeExpertEvaluation(_:by:in:)``
///
/// ### Stores
/// - ``bookVisit(_:session:for:in:)``
/// - ``cancelVisit(code:by:in:)``
/// - ``receiveVisitor(code:by:in:)``
/// - ``handOver(_:at:for:by:in:)``
/// - ``takeHandover(code:session:in:)``
///
/// ### Evidence
/// - ``addEvidence(_:to:for:by:in:)``
/// - ``withdrawEvidence(_:of:by:in:)``
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
/// - ``recallLot(of:lot:because:by:in:)``
/// - ``settleRecall(of:lot:for:by:in:)``
/// - ``watchStock(of:below:by:in:)``
/// - ``seeNotices(_:upTo:by:in:)``
///
/// ### At the desk
/// - ``addProduct(_:for:by:in:)``
/// - ``changeProduct(_:to:for:by:in:)``
/// - ``setPrices(_:of:for:by:in:)``
/// - ``addPromotion(_:for:by:in:)``
/// - ``changePromotion(_:to:for:by:in:)``
/// - ``addCode(_:for:of:by:in:)``
public struct Shop: Sendable {
  /// What other modules may supply; every default works alone.
  public struct Ports: Sendable {
    /// What else lowers an order's total: a benefit of membership, points.
    ///
    /// It only reads: it is asked for each quote, and again inside the transaction that places the
    /// order. Amounts are negative; what goods and freight cannot bear of them is not taken.
    public var adjustments:
      @Sendable (CheckoutBasket, TenantSnapshot, any TenantQuerying) async throws ->
        [PriceAdjustment]
    /// Hears what was taken of ``adjustments`` with an order, inside the transaction that places it,
    /// and writes there what that uses up.
    ///
    /// It is told whom ``shopper`` named for the order's quote; nil where nobody can be signed in.
    public var adjusted:
      @Sendable (
        [PriceAdjustment], OrderID, SessionID, Shopper?, TenantSnapshot, TenantTransaction
      ) async throws -> Void
    /// Whom promotions see; the session with no facts where nobody knows more.
    ///
    /// It is asked once for each quote, of sessions whose owner has proved who they are.
    public var shopper:
      @Sendable (SessionID, TenantSnapshot, any TenantQuerying) async throws -> Shopper

    /// The level whose prices hold for who is signed in on a session; nothing for the usual prices.
    ///
    /// Lists and products ask it, of sessions whose owner has proved who they are; carts and orders
    /// take the level of ``shopper``.
    public var priceLevel:
      @Sendable (SessionID, TenantSnapshot, any TenantQuerying) async throws -> String?

    /// Why a person has to look at what a buyer wrote before others read it; nothing publishes it.
    ///
    /// It is asked for each text, and again when a text or a picture is added or changed.
    public var moderateReview:
      @Sendable (ReviewContent, TenantSnapshot, TenantTransaction) async throws -> [ReviewHold]

    /// Supplies ports; those left out do nothing.
    public init(
      adjustments:
        @escaping @Sendable (CheckoutBasket, TenantSnapshot, any TenantQuerying) async throws ->
        [PriceAdjustment] = { _, _, _ in [] },
      adjusted:
        @escaping @Sendable (
          [PriceAdjustment], OrderID, SessionID, Shopper?, TenantSnapshot, TenantTransaction
        ) async throws -> Void = { _, _, _, _, _, _ in },
      shopper:
        @escaping @Sendable (SessionID, TenantSnapshot, any TenantQuerying) async throws ->
        Shopper = { session, _, _ in Shopper(person: session.uuid) },
      priceLevel:
        @escaping @Sendable (SessionID, TenantSnapshot, any TenantQuerying) async throws ->
        String? = { _, _, _ in nil },
      moderateReview:
        @escaping @Sendable (ReviewContent, TenantSnapshot, TenantTransaction) async throws ->
        [ReviewHold] = { content, _, _ in ReviewModerationRule.holds(content.text) }
    ) {
      self.adjustments = adjustments
      self.adjusted = adjusted
      self.shopper = shopper
      self.priceLevel = priceLevel
      self.moderateReview = moderateReview
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
