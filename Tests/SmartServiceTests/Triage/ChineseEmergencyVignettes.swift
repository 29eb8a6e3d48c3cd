extension Vignette {
  /// Emergencies of illness, pregnancy and mind, told in Chinese.
  static let chineseEmergencies = """
    emergency | abdomen.intussusception | 270 | 隔一刻钟哭一阵，哭的时候腿蜷到肚子上，脸发白，吐了三回
    emergency | abdomen.intussusception | 400 | 拉出来像番茄酱一样的血便，肚子疼一阵歇一阵
    emergency | abdomen.intussusception | 500 | 肚子疼得打滚，过十几分钟好了又疼，吐了，便便有血
    emergency | abdomen.intussusception | 700 | 每隔二十分钟就捂着肚子嗷嗷叫，缓过来又没事，吐了两次
    emergency | abdomen.intussusception | 240 | 八个月宝宝阵发性哭闹，呕吐，果酱样大便
    emergency | abdomen.intussusception | 300 | 突然阵阵大哭，双腿蜷缩，面色苍白，吐了
    emergency | abdomen.intussusception | 300 | 隔十几分钟就突然大哭蜷成虾米，哭完脸煞白，还吐
    emergency | appearance.pale_mottled | 60 | 身上一块红一块白跟大理石似的，手脚冰冰凉，奶也不吃没精神
    emergency | appearance.pale_mottled | 500 | 小脸煞白煞白一点血色没有，出冷汗，人蔫了
    emergency | appearance.pale_mottled | 30 | 皮肤发花一块一块的，手脚冰，不爱动
    emergency | appearance.pale_mottled | 200 | 脸跟纸一样白，嘴唇没血色，人没劲
    emergency | appearance.pale_mottled | 400 | 孩子脸色发灰，皮肤有花纹，看着很不好
    emergency | botulism.signs | 120 | 四个月，五天没拉了，吃奶吸不动，哭声也没力气，眼皮抬不起来
    emergency | botulism.signs | 200 | 喂了一次蜂蜜水后一个礼拜没大便，脖子软得撑不住头
    emergency | botulism.signs | 150 | 五个月吃过蜂蜜，便秘，哭声弱，全身没力
    emergency | breathing.distress | 300 | 囡囡喉咙里呼噜呼噜，肋条那里一抽一抽往里瘪，奶也不肯吃
    emergency | breathing.distress | 90 | 鼻孔一扇一扇的，喘得厉害，声音都哑了
    emergency | breathing.distress | 700 | 咳到现在气都接不上来，坐着趴我肩上才喘得了
    emergency | breathing.distress | 60 | 寶寶喘得好辛苦，肋骨一凹一凹，鼻翼扇動，飲唔到奶
    emergency | breathing.distress | 420 | 喘得肩膀都耸起来，说一个字歇一下
    emergency | breathing.distress | 150 | 呼吸的时候锁骨上面那个窝窝一下一下陷，哼唧哼唧的
    emergency | breathing.distress | 350 | 小孩哮吼一样，每吸一口气肚子和胸反着动，鼻子呼扇呼扇
    emergency | breathing.distress | 80 | 吃奶吃两口就停下大口喘，头一点一点的
    emergency | breathing.distress | 500 | 发烧咳嗽，现在喘气像拉风箱，肋巴骨都看得见一进一出
    emergency | breathing.distress | 900 | 哮喘犯了，喷了药也没用，说不了整句话
    emergency | breathing.distress | 180 | 六个月宝宝呼吸困难，胸骨那里都凹下去了
    emergency | breathing.distress | 730 | 孙子气喘得厉害话也不讲了光喘
    emergency | breathing.distress | 300 | 娃儿喘得老火得很，胸口都吸凹了
    emergency | breathing.distress | 240 | 宝宝呼吸急促，鼻翼扇动，胸口凹陷
    emergency | breathing.distress | 1000 | 孩子喘不上来气，坐都坐不住
    emergency | breathing.distress | 600 | 支气管炎在家雾化，现在喘得锁骨那坑都出来了，一口水都喝不进
    emergency | breathing.fast.under2months | 33 | 一个月零三天，安静睡着数了一分钟呼吸65下
    emergency | breathing.fast.under2months | 59 | 睡着数了呼吸，一分钟六十一次
    emergency | breathing.fast.under2months | 60 | 满两个月差一天，呼吸数了一分钟60次
    emergency | breathing.fast.under2months | 20 | 安静时候一分钟呼吸七十来次
    emergency | breathing.fast.under2months | 25 | 月子宝宝呼吸好快，我数了一分钟有68次
    emergency | breathing.stopped | 30 | 崽崽睡着睡着胸脯不动了，我拍了两下才又出气，嘴皮子有点乌
    emergency | breathing.stopped | 200 | 刚才哭岔气了人都黑了，嘴巴乌青乌青的
    emergency | breathing.stopped | 15 | 月子里的娃一会儿一会儿不喘气，停十几秒又喘
    emergency | breathing.stopped | 500 | 老头子抱着娃说没得气了咋个办啊
    emergency | breathing.stopped | 8 | 刚出院回家的小囡，睡觉呼吸一停一停的，停的时候嘴巴边上发青
    emergency | breathing.stopped | 300 | 他奶奶拿被子把娃蒙住了，掀开看脸都发乌了没动静
    emergency | breathing.stopped | 18 | 孩他爸说刚才小家伙睡着没出气儿，拍脚底才哇一声哭出来
    emergency | breathing.stopped | 260 | 嘴皮乌起了，脸也乌，咋整嘛
    emergency | breathing.stopped | 45 | 趴睡翻过来一看脸紫了，没气了，我在按胸口
    emergency | breathing.stopped | 14 | 吃奶呛到了，憋得脸发青，好一会儿才喘上来
    emergency | breathing.stopped | 10 | 他睡觉中间会停一会儿不呼吸大概二十秒
    emergency | breathing.stopped | 400 | 呛奶了嘴唇乌紫快帮帮我
    emergency | breathing.stopped | 60 | 個囡囡面都黑晒，冇呼吸
    emergency | breathing.stopped | 7 | 七天的宝宝睡着时突然憋住不呼吸，脸变青紫
    emergency | breathing.stopped | 365 | 被被子闷住了，发现的时候没呼吸了
    emergency | breathing.stopped | 50 | 刚才喂奶时他突然定住了，小脸发青，拍了好几下才哭
    emergency | breathing.stridor_calm | 600 | 空空空地咳，安静躺着往里吸气就吱吱响
    emergency | breathing.stridor_calm | 800 | 半夜突然声音哑了，咳得跟海豹似的，喘气费劲
    emergency | breathing.stridor_calm | 900 | 不哭不闹吸气都有尖尖的哨子声
    emergency | breathing.stridor_calm | 1000 | 发高烧嗓子疼，口水一直流咽不下去，坐着往前探脖子喘
    emergency | breathing.stridor_calm | 400 | 嗓子像破锣一样咳，吸气的时候有吼吼声
    emergency | breathing.stridor_calm | 600 | 声音嘶哑，咳嗽像狗叫，安静时候喉咙里有鸡鸣声
    emergency | breathing.stridor_calm | 700 | 喉炎，睡着了吸气还嘶拉嘶拉响
    emergency | consciousness.unresponsive | 400 | 娃咋喊都喊不答应，眼睛半睁着，身上软得跟面条似的
    emergency | consciousness.unresponsive | 150 | 早上起来就迷迷糊糊，叫醒了马上又睡过去，逗他也没反应
    emergency | consciousness.unresponsive | 90 | 打完针回来软绵绵的没一点劲，拍脚心都不哭
    emergency | consciousness.unresponsive | 1000 | 昏死过去了掐人中也不醒
    emergency | consciousness.unresponsive | 600 | 叫他他也不睁眼睛，手一提起来就掉下去
    emergency | consciousness.unresponsive | 30 | 黄疸很重，今天怎么弹脚底都不哭，睡得死死的
    emergency | consciousness.unresponsive | 800 | 吃了药以后怎么推都不醒，呼噜打得怪
    emergency | consciousness.unresponsive | - | 刚满月 || 今天一直昏睡 || 掐脚心哼都不哼
    emergency | consciousness.unresponsive | 365 | 孩子突然晕过去了叫不答应
    emergency | consciousness.unresponsive | 60 | 小宝今天软绵绵的，奶也不吃，眼睛睁不开
    emergency | consciousness.unresponsive | 500 | 俺家小孙子咋叫都不吱声，胳膊腿都耷拉着
    emergency | consciousness.unresponsive | 200 | 叫他没有反应，身体软软的
    emergency | consciousness.unresponsive | 700 | 爷爷说孙子喊不醒了，就是睡，掐他也不动
    emergency | consciousness.unresponsive | 365 | 娃从早上就没怎么睁眼，抱起来头往后倒，叫也没个应声
    emergency | dehydration.severe | 300 | 拉了十几次水样便，眼睛眍进去了，人蔫得抬不起头，喂啥都不喝
    emergency | dehydration.severe | 400 | 上吐下泻三天，眼窝深陷，水喂不进去，人迷迷糊糊
    emergency | dehydration.severe | 200 | 吐泻一天，囟门凹下去，哭没眼泪，喂不进
    emergency | dehydration.severe | 500 | 拉肚子脱水了，眼窝凹陷，不喝水，精神萎靡
    emergency | dehydration.severe | 600 | 又吐又拉，嘴唇干裂，眼窝深，昏沉沉不肯喝
    emergency | dehydration.severe | 300 | 轮状病毒拉了四天，眼睛都凹了，给水也不吸，叫他懒得理
    emergency | fever.stiff_neck | 1800 | 39度5，脖子硬得转不动，说脑壳痛得要死，吐了两回
    emergency | fever.stiff_neck | 2000 | 孩子发高烧头痛得抱头，怕光，不让开灯
    emergency | fever.stiff_neck | 900 | 高烧两天今天脖子往后仰，一碰就哭，低头低不了
    emergency | fever.stiff_neck | 1000 | 发热38.9伴头痛，脖子僵硬不能弯
    emergency | fever.stiff_neck | 700 | 发烧三天，今天嗜睡，脖子硬
    emergency | fontanelle.bulging | 180 | 天灵盖那个软的地方鼓鼓的，像个小包，人没哭也鼓
    emergency | fontanelle.bulging | 100 | 囟门那块摸起来绷得紧紧的，凸出来一截
    emergency | fontanelle.bulging | 240 | 前囟膨出来了，发烧39
    emergency | fontanelle.bulging | 120 | 头顶软的那块胀起来像馒头
    emergency | fontanelle.bulging | 90 | 宝宝囟门鼓起来了，有点呕吐
    emergency | hernia.incarcerated | 90 | 小蛋蛋一边肿得硬邦邦发红，一碰就哭得撕心裂肺
    emergency | hernia.incarcerated | 1800 | 男孩突然说蛋蛋疼得要命，走不了路
    emergency | hernia.incarcerated | 400 | 疝气掉下来塞不回去了硬硬的孩子哭得不行
    emergency | hernia.incarcerated | 60 | 腹股沟鼓包变硬变红，吐奶，碰不得
    emergency | hernia.incarcerated | 300 | 疝气卡住了，包很硬，按不回去
    emergency | hernia.incarcerated | 2000 | 儿子阴囊突然剧痛红肿
    emergency | hernia.incarcerated | 500 | 疝气鼓出来半天了，推不进去，孩子疼得直打挺还吐
    emergency | hfmd.severe | 800 | 医生说是手足口，这两天睡觉老是一激灵一激灵的，手发抖
    emergency | hfmd.severe | 1300 | 手足口烧了三天39度多不退，走路有点晃
    emergency | hfmd.severe | 700 | 手足口病第二天，晚上睡觉一惊一惊，吐了三次，精神很差
    emergency | hfmd.severe | 900 | 手足口，手脚冰凉，呼吸急，没精神
    emergency | hfmd.severe | 600 | 手足口病，孩子手抖，走路不稳
    emergency | hfmd.severe | 500 | 手足口第三天高烧不退，肢体抖动
    emergency | jaundice.first24h | 0 | 昨天半夜生的，今天上午看脸上就黄黄的
    emergency | jaundice.first24h | 1 | 生出来才十八个小时身上就发黄
    emergency | jaundice.first24h | - | 昨天下午生的，今早护士没来，看着皮肤黄了
    emergency | jaundice.first24h | 0 | 刚出生十几个小时就黄疸了
    emergency | jaundice.first24h | 0 | 昨晚十点出生，今天中午脸就蜡黄蜡黄的
    emergency | mental.selfharm | - | 带娃太累了，昨晚站在阳台上就想往下跳
    emergency | mental.selfharm | - | 活着好没意思，走了大家都轻松，药我都攒好了
    emergency | mental.selfharm | - | 生完娃以后天天睡不着，总有个声音叫我把孩子丢掉
    emergency | mental.selfharm | - | 我已经把遗言写给老公了，照顾好宝宝
    emergency | mental.selfharm | - | 我抱着他站在天桥上，真想一起跳下去算了
    emergency | mental.selfharm | - | 宝宝两个月，我觉得自己是累赘，想了结算了
    emergency | mental.selfharm | - | 最近老冒出念头想把枕头捂在他脸上，我好怕
    emergency | mental.selfharm | - | 我有产后抑郁，想自杀
    emergency | mental.selfharm | - | 我好想带着宝宝一起死
    emergency | mental.selfharm | - | 这日子没法过了，我昨晚连绳子都准备好了
    emergency | mental.selfharm | - | 我不想活了，孩子怎么办
    emergency | mental.selfharm | - | 孩子一哭我就想从窗户跳下去，我知道这样不对
    emergency | newborn.not_feeding | 12 | 今天老睡，叫起来吃奶嘬两口就不动了，已经三顿没怎么吃
    emergency | newborn.not_feeding | 25 | 平时两小时要吃，今天七个小时不醒也不肯含奶头
    emergency | newborn.not_feeding | - | 二十天 || 不吃奶 || 戳他脚也不怎么动
    emergency | newborn.not_feeding | 6 | 生下来六天 今天吃奶突然没力气 吸两下就停 也不哭
    emergency | newborn.not_feeding | 40 | 昨天起奶量只有平时三分之一，叫醒吃两口就睡
    emergency | newborn.not_feeding | 18 | 新生儿今天不吃奶，一直睡
    emergency | newborn.not_feeding | 20 | 二十天的宝宝突然不吃奶了，很安静不动
    emergency | newborn.not_feeding | 9 | 今儿一整天喂不醒，奶瓶塞嘴里也不动
    emergency | post.bleeding | - | 生完第三天，刚刚站起来下面哗一下全是血，半小时湿透两片
    emergency | post.bleeding | - | 坐月子第十天突然血崩，血块有拳头大，心慌
    emergency | post.bleeding | - | 生完八天，血突然变多，一个钟头换了三片，头晕眼花
    emergency | post.bleeding | - | 出院第二天，恶露突然很多，一小时湿透一片，还有大血块
    emergency | post.bleeding | - | 产后大出血，卫生巾十分钟就湿透
    emergency | post.bleeding | - | 刚生完娃血流得停不下来，一会儿一片
    emergency | post.bleeding | - | 产后第五天大量出血，头晕
    emergency | post.bleeding | - | 剖宫产出院后，今天下身哗哗流血，裤子全湿了，人发飘
    emergency | post.chest_leg | - | 顺产两周，左小腿又肿又疼，还发烫
    emergency | post.chest_leg | - | 剖完一周，喘不上气，胸口闷痛
    emergency | post.chest_leg | - | 剖宫产十二天，右腿小腿肚肿得发亮，按着疼
    emergency | post.chest_leg | - | 怀孕三十周突然喘不上气胸口疼
    emergency | post.chest_leg | - | 产后三周突然胸痛气短
    emergency | post.chest_leg | - | 产后右腿肿痛，呼吸困难
    emergency | preg.bleeding | - | 孕二十四周 || 下面突然流好多血，顺着腿往下淌
    emergency | preg.bleeding | - | 怀孕五个月，出血像来大姨妈一样多，肚子疼
    emergency | preg.bleeding | - | 怀孕八个月突然大出血
    emergency | preg.bleeding | - | 怀孕28周，阴道大量出血
    emergency | preg.pain | - | 怀孕三十周，肚子像石头一样硬，一直疼不松
    emergency | preg.pain | - | 刚查出怀孕，左边小肚子突然撕裂一样疼，晕倒了
    emergency | preg.pain | - | 停经五十天验孕两道杠，小腹剧痛肩膀也疼
    emergency | preg.pain | - | 孕期突然腹部剧痛，站不起来
    emergency | preg.pain | - | 孕8周，腹痛剧烈晕倒
    emergency | preg.preeclampsia | - | 34周 头痛得厉害 看东西花 脸和手都肿了
    emergency | preg.preeclampsia | - | 怀孕37周 || 血压165/112 || 心口疼
    emergency | preg.preeclampsia | - | 孕晚期，头疼两天了，眼睛冒金星，右边肋骨下面疼
    emergency | preg.preeclampsia | - | 孕38周血压170
    emergency | preg.preeclampsia | - | 怀孕33周，头痛眼花，血压很高
    emergency | preg.preeclampsia | - | 孕35周头痛视力模糊，上腹疼
    emergency | preg.preeclampsia | - | 怀双胎三十四周，今天头胀得要裂，眼前冒星星
    emergency | rash.nonblanching | 900 | 腿上好多小紫点点，用杯子底压着也不消
    emergency | rash.nonblanching | - | 孩子发烧 || 身上起红点了 || 手按下去不变白
    emergency | rash.nonblanching | 1200 | 膝盖往下全是紫斑，像针扎的，摁住也不褪
    emergency | rash.nonblanching | 500 | 屁股和腿上好多出血点，针尖大小
    emergency | rash.nonblanching | 1500 | 发烧，小腿上紫癜一样的点越来越多
    emergency | rash.nonblanching | 300 | 身上出了好多小红点，按压不褪色
    emergency | rash.nonblanching | 1000 | 腿上出现紫红色斑点，按不褪色，有点发烧
    emergency | rash.nonblanching | 800 | 腿上的小红点用透明尺压着看颜色不变
    emergency | seizure.first | - | 宝宝一岁八个月|| 39度2 || 突然眼睛往上翻，嘴里冒白沫，全身硬邦邦的
    emergency | seizure.first | 250 | 孙子刚才抽过去了，手脚直蹬，嘴巴歪到一边，把我老太婆吓死了
    emergency | seizure.first | 100 | 这两天老是点头样抽，一串一串的，一天好几次
    emergency | seizure.first | 365 | yi sui de bao bao turan chouchu le 怎么办
    emergency | seizure.first | 700 | 烧到40度浑身一抖一抖眼睛直勾勾的喊他不应
    emergency | seizure.first | - | 一岁两个月的娃 || 刚洗完澡 || 一下子僵住了眼珠子往上吊，半分钟才缓过来
    emergency | seizure.first | 500 | 发热惊风了嘴唇咬出血 手握拳头抖
    emergency | seizure.first | 60 | 眼睛直勾勾往一边斜，嘴巴一直咂，叫不应，持续了一分钟
    emergency | seizure.first | 1000 | 刚才打了疫苗在留观室眼睛一翻就倒了，手脚抽了几下
    emergency | seizure.first | 30 | 一边手脚老是一抽一抽的按都按不住
    emergency | seizure.first | 300 | 浑身发抖翻白眼口吐白沫大概三分钟现在停了
    emergency | seizure.first | - | 我家妹妹两岁 || 从来没抽过 || 刚刚突然抽风了
    emergency | seizure.first | 450 | 细路仔发烧反白眼抽筋，第一次
    emergency | seizure.first | 800 | 突然倒地抽搐，口吐白沫
    emergency | seizure.first | 150 | 宝宝会突然点头弯腰抱一下，一串一串的，怀疑婴儿痉挛
    emergency | seizure.first | 500 | 孙女发热，两只手攥得死紧，牙咬得咯咯响，眼珠不转，有一分来钟
    emergency | seizure.prolonged | 1200 | 有热惊厥老底子 || 今天又抽了 || 到现在快十分钟还没停
    emergency | seizure.prolonged | 800 | 他发烧抽是老毛病了 || 今天上午抽一回 下午又抽一回
    emergency | seizure.prolonged | 1100 | 抽风抽了十来分钟了还在抽救护车没到
    emergency | seizure.prolonged | 600 | 惊厥病史，这次抽完半个多小时了叫还没反应
    emergency | seizure.prolonged | 700 | 高热惊厥第三次了，这次抽了六七分钟
    emergency | seizure.prolonged | 900 | 他本来就有热惊厥，刚抽完没多久又来一次
    """
}
