# ruff: noqa: E501 (messages stand here as they are sent)
"""Results as laboratories, hospitals and portals send them: small made ones of each kind."""

from __future__ import annotations

HL7 = (
    "MSH|^~\\&|LIS|A|B|C|20260908||ORU^R01|1|P|2.5\rPID|1||{id}^^^A^MR||{name}||19640519|F\r"
    "OBR|1|||24326-1^Lytes^LN|||20260908074500\r"
    "OBX|1|NM|2823-3^Potassium^LN||5.9|mmol/L|3.5-5.1|H|||W\r"
    "OBX|1|NM|2823-3^Potassium^LN||3.1|mmol/L|3.5-5.1|L|||C\r"
    "OBX|2|SN|1989-3^25-OH Vitamin D^LN||<^8|ng/mL|30-100|L|||F\r"
    "OBX|3|ST|2951-2^Sodium^LN||cancelled|mmol/L|136-145||||X\r"
    "OBR|2|||24356-8^Urinalysis^LN|||20260908074500|||||||||UR\r"
    "OBX|4|NM|2828-2^Potassium in Urine^LN||41|mmol/L|25-125|N|||F\r"
    "OBX|5|NM|x^pH^L||6.0||5.0-8.0|N|||F\r"
)
"""A message of HL7 v2."""

LDT = (
    "01380008230\n0203101Meyer\n017310303041970\n0178432 08092026\n0148410K\n0168411Kalium\n"
    "0128430Serum\n01384203,1\n0158421mmol/l\n01684613,5\n01684625,1\n"
    "0148410KU\n0168411Kalium\n0128430Urin\n013842048\n0158421mmol/l\n"
)
"""A German report, LDT 2."""

CDA = """<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><recordTarget><patientRole><id extension="77"/>
 <patient><name><given>Philippa</given><family>Dunmorrow</family></name><birthTime value="19590917"/>
 </patient></patientRole></recordTarget><component><section><entry><organizer classCode="BATTERY">
 <component><observation moodCode="EVN"><code code="2823-3" codeSystem="2.16.840.1.113883.6.1"/>
 <statusCode code="completed"/><effectiveTime value="202609080810-0400"/>
 <value xsi:type="PQ" value="3.1" unit="mmol/L"/><referenceRange><observationRange>
 <value xsi:type="IVL_PQ"><low value="3.5" unit="mmol/L"/><high value="5.1" unit="mmol/L"/></value>
 </observationRange></referenceRange></observation></component>
 <component><observation moodCode="EVN"><code code="2951-2" codeSystem="2.16.840.1.113883.6.1"/>
 <statusCode code="aborted"/><value xsi:type="PQ" value="140" unit="mmol/L"/></observation></component>
 </organizer></entry></section></component></ClinicalDocument>"""
"""A health summary, C-CDA."""


def pdf_of(lines: list[str]) -> bytes:
    """The smallest PDF that shows some lines."""
    shown = "".join(
        f"1 0 0 1 50 {700 - 20 * k} Tm ({line.replace('(', '')}) Tj "
        for k, line in enumerate(lines)
    )
    stream = f"BT /F1 12 Tf {shown} ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for k, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % k + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % p for p in places)
    end = b"xref\n0 6\n0000000000 65535 f \n" + table
    return out + end + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
