/// One field of the checkout form.
struct CheckoutField {
  let name: String
  let value: @Sendable (CheckoutValues) -> String
  /// The most characters that the field takes.
  let maximum: Int
  let autocomplete: String
  var type = "text"
  var isRequired = true
  var isLong = false
  var isWide = false
  var hasHint = true

  static let all = [
    Self(name: "name", value: { $0.name }, maximum: 80, autocomplete: "name", hasHint: false),
    Self(name: "phone", value: { $0.phone }, maximum: 30, autocomplete: "tel", type: "tel"),
    Self(
      name: "address",
      value: { $0.address },
      maximum: 300,
      autocomplete: "street-address",
      isLong: true,
      isWide: true
    ),
    Self(
      name: "note",
      value: { $0.note },
      maximum: 500,
      autocomplete: "off",
      isRequired: false,
      isLong: true,
      isWide: true
    ),
  ]
}
