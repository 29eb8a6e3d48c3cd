public import TenantStore

/// What a merchant says about the shop in `tenant.yaml` under `modules.storefront`.
public struct StorefrontSettings: ModuleSettings {
  /// One line below the shop's name.
  public var tagline: LocalizedText
  /// How shoppers reach the merchant.
  public var contact: Contact
  /// The colour of buttons and links, `#c2410c`; legible on white.
  public var accent: String
  /// What delivery costs.
  public var freight: Freight
  /// Which tax the prices contain; nothing when the merchant does not say.
  public var tax: Tax?
  /// The stages of childhood that the home page leads to, in order.
  public var stages: [Stage]
  /// The ways to pay, in order; at least one.
  public var payments: [PaymentMethod]
  /// The licences that the law wants shown.
  public var licences: [Licence]?
  /// Which columns of the catalogue a published product of a category must fill.
  ///
  /// Keys are slugs of categories and hold for what is below them; values are names of columns such
  /// as `registration_number`.
  public var demands: [String: [String]]?
  /// How long things about an order may take.
  public var orders: Orders?
  /// What shoppers may give back, and for how long.
  public var returns: Returns?
  /// How long things about reviews may take.
  public var reviews: Reviews?
  /// How long goods with a date must be good when they are sold.
  public var shelfLife: ShelfLife?
  /// Where shoppers may collect what they ordered, in order.
  public var pickup: [PickupPlace]?
  /// Names of the same thing that find each other in a search, besides those that the toolkit knows:
  /// `[[纸尿裤, 小裤裤], [益生菌, 活菌]]`.
  public var synonyms: [[String]]?
  /// Goods that are gathered by a rule, each with a page of its own.
  public var collections: [ProductCollection]?
  /// What is not sold to everybody yet.
  public var earlySales: [EarlySale]?
  /// What holds for the merchant's own staff.
  public var desk: Desk?

  /// How shoppers reach the merchant.
  public struct Contact: Hashable, Sendable, Codable {
    /// The telephone number as it is dialled.
    public var phone: String?
    /// The address for electronic mail.
    public var email: String?
    /// The postal address.
    public var address: LocalizedText?
    /// When somebody answers.
    public var hours: LocalizedText?
  }

  /// What delivery costs: a flat amount, and nothing from a sum of goods on.
  public struct Freight: Hashable, Sendable, Codable {
    /// The flat amount as a decimal string in the tenant's currency.
    public var flat: String
    /// From which sum of goods on delivery is free; never when absent.
    public var freeOver: String?
    /// What delivery costs for goods of some categories or products; the flat amount is for the rest.
    public var templates: [Template]?
  }

  /// Which tax the prices contain, in percent as a decimal string.
  public struct Tax: Hashable, Sendable, Codable {
    /// The rate of everything that has none of its own, `13`.
    public var rate: String?
    /// Rates by the slug of a category; they hold for what is below it too.
    public var categories: [String: String]?
  }

  /// A stage of childhood: months from birth, half-open; negative months are pregnancy.
  public struct Stage: Hashable, Sendable, Codable {
    /// The short name that stands in addresses.
    public var code: String
    /// The first month.
    public var from: Int
    /// The first month after the stage.
    public var to: Int
    /// What shoppers read.
    public var name: LocalizedText

    /// The months of the stage.
    public var ages: AgeRange { AgeRange(from: from, to: to) }
  }

  /// One way to pay.
  public struct PaymentMethod: Hashable, Sendable, Codable {
    /// The code of the provider, `cashOnDelivery`, `bankTransfer`, `wechatPay`, `alipay` or
    /// `stripe`.
    public var provider: String
    /// What shoppers read.
    public var name: LocalizedText
    /// Where money is sent, for a bank transfer.
    public var account: BankAccount?
    /// The merchant's account, for WeChat Pay.
    public var wechatPay: WeChatPaySettings?
    /// The merchant's account, for Alipay.
    public var alipay: AlipaySettings?
    /// The merchant's account, for Stripe.
    public var stripe: StripeSettings?
  }

  /// An account of the merchant.
  public struct BankAccount: Hashable, Sendable, Codable {
    /// To whom the account belongs.
    public var holder: String
    /// The bank and branch.
    public var bank: String
    /// The account's number.
    public var number: String
  }

  /// A licence that the law wants shown.
  public struct Licence: Hashable, Sendable, Codable {
    /// What kind of licence it is.
    public var name: LocalizedText
    /// Its number.
    public var number: String
  }
}

extension TenantSnapshot {
  /// The settings of the shop.
  ///
  /// - Throws: `TenancyRefusal` when the tenant has not enabled the module.
  public var storefront: StorefrontSettings {
    get throws(TenancyRefusal) {
      guard let settings = settings(of: "storefront", as: StorefrontSettings.self) else {
        throw TenancyRefusal(.moduleNotEnabled)
      }
      return settings
    }
  }
}
