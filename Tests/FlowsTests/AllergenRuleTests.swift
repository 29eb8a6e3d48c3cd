import Flows
import Testing

@Suite("Allergens by ingredients")
struct AllergenRuleTests {
  @Test(arguments: [
    ("", []), ("棉", []), ("生牛乳、乳清蛋白粉、乳糖、植物油", ["milk"]),
    ("马铃薯淀粉、鸡蛋黄、奶粉", ["egg", "milk"]), ("鳕鱼、西兰花、大米、饮用水", ["fish"]),
    ("蜂蜡、牛油果树果脂", []), ("脂肪醇聚氧乙烯醚、蛋白酶", []), ("天然乳胶", []),
    ("小麦粉、大豆、虾皮", ["crustacean", "gluten", "soy"]), ("花生酱、核桃", ["nuts", "peanut"]),
    ("Oats, whey powder; may contain eggs", ["egg", "gluten", "milk"]),
    ("Eggplant, coconut, butternut", []),
    ("Beras, susu bubuk, kacang tanah", ["milk", "peanut"]),
    ("Kacang hijau, ikan salmon", ["fish"]),
    ("米、しらす、卵黄", ["egg", "fish"]),
  ])
  func `a list of ingredients names them`(_ ingredients: String, _ codes: [String]) {
    #expect(AllergenRule.allergens(in: ingredients).sorted() == codes)
  }
}
