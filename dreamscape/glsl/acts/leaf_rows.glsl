// leaf_rows: where heights of the leaves lie on their sheet, 0 to 1, closer below, and the reverse, m. Needs arch.glsl.
const float TOP = POINT + 0.04;  // m
const float CLOSER = 0.6;

float row_of(float y) {
    float t = y * (1.0 / TOP);
    return t * (1.0 + CLOSER - CLOSER * t);
}

float row_height(float row) {
    float a = 1.0 + CLOSER;
    return TOP * (a - sqrt(max(a * a - 4.0 * CLOSER * row, 0.0))) / (2.0 * CLOSER);
}
