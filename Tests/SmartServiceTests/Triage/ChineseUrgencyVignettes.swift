extension Vignette {
  /// What must be seen the same day, told in Chinese.
  static let chineseUrgencies = """
    urgent | bite.animal | 1500 | 被邻居家狗在手上咬了一口，出血了
    urgent | bite.animal | 900 | 被仓鼠咬出血了
    urgent | bite.animal | 1500 | 奶奶家的大黄狗把娃的手咬了两个牙印，冒血珠
    urgent | bite.animal | 1000 | 在动物园被猴子抓破了手
    urgent | bite.animal | 600 | 老鼠夜里咬了娃的手指头
    urgent | bite.animal | 1000 | 被猫抓伤出血了
    urgent | breathing.fast.2to12months | 200 | 半岁多，睡着数一分钟呼吸有54次
    urgent | breathing.fast.2to12months | 183 | 一分钟五十五次，睡着数的呼吸
    urgent | breathing.fast.2to12months | 150 | 睡着呼吸一分钟56次
    urgent | breathing.fast.over12months | 800 | 两岁，没哭没闹一分钟喘四十三下
    urgent | breathing.low_spo2 | 600 | 血氧仪夹出来93
    urgent | breathing.low_spo2 | 500 | 血氧测出来91到95之间跳
    urgent | breathing.low_spo2 | 300 | 指夹血氧显示92
    urgent | cry.abnormal | 50 | 哭声怪怪的，尖得刺耳，怎么都哄不住
    urgent | cry.abnormal | 30 | 一直尖叫一样哭，跟以前哭声完全不一样
    urgent | cry.abnormal | 200 | 哭声又高又尖，跟平常完全两样，哄了三个小时
    urgent | cry.abnormal | 100 | 宝宝一直尖叫哭，哄不好，跟平时不一样
    urgent | dehydration.no_urine | 300 | 从昨晚九点到今天上午十点纸尿裤都是干的
    urgent | dehydration.no_urine | 60 | 两个月，八个多小时没尿了
    urgent | dehydration.no_urine | 500 | 昨天下午五点到今早七点一泡尿没有
    urgent | dehydration.no_urine | 85 | 早晨六点到下午两点半尿不湿还是干爽的
    urgent | dehydration.no_urine | 90 | 八小时没换下湿尿布了
    urgent | dehydration.no_urine | 365 | 十二个小时一滴尿都没有
    urgent | dehydration.no_urine | 700 | 一天没尿了，嘴唇干得起皮
    urgent | dehydration.no_urine | 400 | 超过12小时没有小便了
    urgent | diarrhoea.blood | 400 | 拉出来的便便带红血丝，有黏液
    urgent | diarrhoea.blood | 200 | 尿不湿上有鲜血和黏液
    urgent | diarrhoea.blood | 800 | 拉脓血便一天七八次
    urgent | diarrhoea.blood | 600 | 便便里有鲜红的血块
    urgent | diarrhoea.blood | 300 | 大便带血
    urgent | feeding.not_drinking | 500 | 嘴里起疱，从昨天晚上到现在一口水都不肯喝
    urgent | feeding.not_drinking | 800 | 疱疹性咽峡炎，疼得十二个小时滴水不进
    urgent | feeding.not_drinking | 700 | 九个小时没喝一口水，喂就扭头
    urgent | fever.3to6months | 120 | 四个月 三十九度一 精神还可以
    urgent | fever.3to6months | - | 五个半月的宝 || 烧到三十九了
    urgent | fever.3to6months | - | 还差一天满六个月，39度
    urgent | fever.3to6months | 91 | 九十一天 39.0
    urgent | fever.3to6months | 182 | 39度整
    urgent | fever.3to6months | - | 宝宝一百五十天，耳温39度3
    urgent | fever.3to6months | 140 | 四个多月发烧39.3
    urgent | fever.cold_limbs | 700 | 烧39度8手脚冰凉冰凉捂不热，精神差
    urgent | fever.under2months.who | 40 | 四十天，脱了包被过半小时腋下还是37.6
    urgent | fever.under2months.who | 60 | 刚两个月差一天，量了三次都是37.5，衣服也脱了
    urgent | fever.under2months.who | 12 | 松了包被，隔二十分钟量还是37.8
    urgent | fever.under3months | 60 | 俩月的娃发烧38.2
    urgent | fever.under3months | - | 宝宝71天 || 摸着烫 || 量了38度1
    urgent | fever.under3months | - | 还没出百天的孙女，额头滚烫，家里没体温计
    urgent | fever.under3months | 20 | 没满月的小毛头发烧了38度3咋弄
    urgent | fever.under3months | - | 八十九天的宝宝38度整
    urgent | fever.under3months | - | 再过两天才满三个月 || 38.4度
    urgent | fever.under3months | 85 | 打完五联针当晚就烧到38.3，人家说正常
    urgent | fever.under3months | - | 宝宝两个月零二十八天，腋温三十八点三
    urgent | fever.under3months | 90 | 腋下38.0
    urgent | fever.under3months | - | 刚出生二十二天的女儿，发烧三十八度二
    urgent | fever.under3months | - | 我外孙两个多月 || 今早上烫手 || 一量38.6
    urgent | fever.under3months | - | 十二周的宝宝，肛温38.0
    urgent | fever.under3months | - | 闺女才七周 || 早上37.2 || 晚上升到38.1了
    urgent | fever.under3months | - | 两个半月宝宝发烧38.4℃
    urgent | fever.under3months | 55 | 宝宝五十五天，发烧了，额头很烫
    urgent | head.infant_mark | 150 | 五个月从床上滚下来，头上起了个大包
    urgent | head.infant_mark | 250 | 从沙发滚到地上，额头肿了一块青的
    urgent | head.infant_mark | 100 | 从换尿布台上掉下来，脑袋上起个包
    urgent | head.infant_mark | 300 | 推车翻了，娃额头擦破一块皮
    urgent | head.infant_mark | 200 | 六个月从床上掉下来，头上有包
    urgent | ingestion.object | 900 | 吞了个一元硬币，能吃能喝
    urgent | ingestion.object | 800 | 吞了一颗玻璃弹珠，没啥不舒服
    urgent | ingestion.object | 1100 | 把一颗纽扣吞下去了
    urgent | ingestion.object | 500 | 吞下去一个小螺丝
    urgent | ingestion.object | 1000 | 孩子吞了一枚硬币
    urgent | jaundice.severe | 10 | 黄疸黄到脚底板了
    urgent | jaundice.severe | 6 | 宝宝脸黄身子黄，脚心也黄
    urgent | jaundice.severe | 20 | 手掌心都黄了
    urgent | jaundice.severe | 7 | 黄疸，手脚心都发黄
    urgent | medicine.wrong | 45 | 一个半月，他爸给喂了泰诺林
    urgent | medicine.wrong | 400 | 爷爷奶奶各喂了一次美林，等于喂了双份
    urgent | medicine.wrong | 90 | 刚满三个月给吃了布洛芬
    urgent | medicine.wrong | 600 | 把5毫升看成15毫升喂了退烧药，超量了
    urgent | medicine.wrong | 30 | 满月宝宝误喂了布洛芬混悬滴剂
    urgent | medicine.wrong | 100 | 三个月宝宝误服美林
    urgent | mental.epds | - | 爱丁堡测了16分
    urgent | mental.epds | - | 生完一个多月了，这三个星期天天哭，什么都不想干，孩子也不想抱
    urgent | mental.epds | - | 抑郁量表14分
    urgent | mental.epds | - | EPDS做了18分
    urgent | mental.epds | - | EPDS得分17
    urgent | post.fever | - | 产后第八天发冷打寒战，38度9
    urgent | post.fever | - | 剖腹产后5天，烧38.5，伤口红肿
    urgent | post.fever | - | 坐月子发高烧39度，奶也胀
    urgent | post.fever | - | 生完十天，浑身发冷，39.2
    urgent | post.fever | - | 产后发烧38.5
    urgent | preg.labour_preterm | - | 怀孕31周，肚子十分钟发紧一次，很规律
    urgent | preg.labour_preterm | - | 32周，每五分钟一次宫缩
    urgent | preg.labour_preterm | - | 34周肚皮一阵阵发硬，七八分钟一次
    urgent | preg.labour_preterm | - | 29周，宫缩很频繁，十分钟两三次
    urgent | preg.labour_preterm | - | 孕33周，规律宫缩
    urgent | preg.movement | - | 怀孕36周，今天一天宝宝都没怎么动
    urgent | preg.movement | - | 孕三十周 || 昨天开始胎动明显少了
    urgent | preg.movement | - | 35周了，肚子里的小家伙半天没踢我
    urgent | preg.movement | - | 孕29周，胎动比平时少一半
    urgent | preg.movement | - | 三十四周，从早上起来到现在胎动一次都没有
    urgent | preg.movement | - | 32周胎动突然减少
    urgent | preg.spotting | - | 早孕七周，内裤上有一点咖啡色
    urgent | preg.spotting | - | 怀孕十二周擦拭有粉红色
    urgent | preg.spotting | - | 怀孕六周，少量褐色分泌物
    urgent | preg.spotting | - | 孕早期见红
    urgent | preg.waters | - | 39周 刚才破水了 还没宫缩
    urgent | preg.waters | - | 37周多，睡觉时下面突然哗啦流水，床都湿了
    urgent | preg.waters | - | 35周羊水漏了一点点
    urgent | preg.waters | - | 孕36周破水了
    urgent | seizure.known_short | 1200 | 有高热惊厥史，今早又抽了一分多钟，现在清醒在吃饭
    urgent | seizure.known_short | 900 | 以前有过两次热性惊厥，刚刚又抽了不到一分钟，已经醒了能说话
    urgent | seizure.known_short | 1000 | 热性惊厥史，今天又抽了30秒，现在正常了
    urgent | stool.pale | 45 | 便便颜色越来越淡，像白陶土一样
    urgent | stool.pale | 50 | 大便灰白灰白的跟水泥似的
    urgent | stool.pale | 60 | 拉的屎颜色发白像石膏
    urgent | stool.pale | 40 | 大便灰白色像陶土
    urgent | temp.low | 5 | 体温只有35度4，捂了半天还是凉
    urgent | temp.low | 20 | 低体温35.1，手脚冰
    urgent | temp.low | 300 | 洗完澡后一直冰冰的，量出来35.5，捂了也不上去
    urgent | temp.low | 40 | 腋温35.8，手脚也凉
    urgent | temp.low | 100 | 体温只有35.3，正常吗
    urgent | umbilical.infection | 12 | 肚脐眼流黄脓，周围红红的有臭味
    urgent | umbilical.infection | 15 | 脐带掉了以后脐窝一直流脓水，发臭
    urgent | umbilical.infection | 8 | 肚脐周边又红又硬，摸着烫，有脓
    urgent | umbilical.infection | 10 | 肚脐红肿流脓
    urgent | vomit.everything | 400 | 喝啥吐啥，从早上到现在一点都存不住
    urgent | vomit.everything | 700 | 药喂进去也吐水喂进去也吐，全吐光
    urgent | vomit.everything | 300 | 喝水就吐，吃什么吐什么
    urgent | vomit.green_bloody | 100 | 吐出来的水是黄绿色的，像胆汁
    urgent | vomit.green_bloody | 700 | 呕吐物里带血丝
    urgent | vomit.green_bloody | 20 | 吐绿水了
    urgent | vomit.green_bloody | 400 | 吐了一口咖啡渣一样的东西
    urgent | vomit.green_bloody | 300 | 吐了两次都是绿油油的水
    urgent | vomit.green_bloody | 200 | 宝宝呕吐绿色液体
    urgent | vomit.projectile | 40 | 每次吃完奶都喷出来老远，吐完还是饿，体重不长
    urgent | vomit.projectile | 25 | 喂完奶十分钟就喷出一米远，一天好几次，越来越瘦
    """
}
