"""ISO 3166-1 alpha-3 codes of countries."""

from __future__ import annotations

from collections.abc import Mapping

_CODES = """
ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR
BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL
COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK
FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV
HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO
LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG
MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN
PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE
SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO
TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE
"""

COUNTRIES = frozenset(_CODES.split())

_NAMES = """
AFG Afghanistan, AUS Australia, AUT Austria, BEL Belgium, BGR Bulgaria, BLR Belarus, BRA Brazil,
CAN Canada, CHE Switzerland, CHN China, COL Colombia, CUB Cuba, CZE Czechia, DEU Germany, DNK Denmark,
EGY Egypt, ESP Spain, EST Estonia, FIN Finland, FRA France, GBR Britain, GEO Georgia, GRC Greece,
HUN Hungary, IND India, IRL Ireland, IRN Iran, IRQ Iraq, ISR Israel, ITA Italy, JPN Japan, KAZ Kazakhstan,
KOR South Korea, LTU Lithuania, LVA Latvia, MDA Moldova, MEX Mexico, NLD Netherlands, NOR Norway,
PAK Pakistan, PER Peru, POL Poland, PRK North Korea, PRT Portugal, ROU Romania, RUS Russia, SRB Serbia,
SVK Slovakia, SVN Slovenia, SWE Sweden, SYR Syria, THA Thailand, TUR Turkey, UKR Ukraine,
USA United States, VEN Venezuela, ZAF South Africa
"""

NAMES: Mapping[str, str] = dict(one.strip().split(" ", 1) for one in _NAMES.split(","))
"""English names of the more frequent ones, where no party of the scenario gives its own; others go by their code."""
