"""Words by which an unknown company shows, beside those that name a kind of company."""

# ruff: noqa: E501 - a list reads best unbroken

from __future__ import annotations

from crm.naming import word_set

WARES = word_set(
    "feed seed tile paper steel dental optics glass print freight fruit wine tea furniture hardware lumber grain"
)
TRADES = word_set(  # what companies are called after, beside the words of `COMPANY_NOUNS`
    "mills valves pumps bakeries bakery brewery brewing breweries dairy dairies printers joinery plumbing castings ceramics glassworks forge "
    "tiles timber paper cosmetics outfitters apparel outdoor bikes cycles coffee roasters seeds nurseries growers orchards vineyards butchers "
    "fisheries boats yachts aviation aerospace haulage couriers wholesale distribution distributors merchants imports exports pharmacies clinics "
    "clinic dental optics chemicals polymers coatings paints adhesives rubber cables fasteners bearings gears hydraulics compressors turbines "
    "boilers heating refrigeration electrical lighting batteries trucks trailers rail ports terminals cement concrete quarries minerals bricks "
    "roofing windows doors kitchens bathrooms furniture interiors carpets fabrics clothing footwear jewellers fitness leisure resorts catering "
    "confectionery snacks beverages distillery distillers spirits cider meats poultry produce hospitals housing estates academy college schools "
    "publishing print labels pallets warehousing storage removals machines machinery components castings freight nursery brewers crafts"
)
