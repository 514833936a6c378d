// sine: sine and cosine within 0.0012 of the real ones, by a parabola and its square: for waves, flicker and grain, a
// sixth of the price. bearing: the angle of a direction (x, y) from the first axis, radians, as atan(y, x), within 2e-5
// (Hastings, Approximations for Digital Computers, 1955). bow: a wave like sine, of parabolas, within 0.057 of it.
// Arguments: radians; of bow, whole turns. Cost: 12 operations; bow 6, bearing 25.
float sine(float x) {
    float turn = x * 0.15915494;
    turn -= floor(turn + 0.5);
    float y = turn * (8.0 - 16.0 * abs(turn));
    return y * (0.775 + 0.225 * abs(y));
}

float bow(float turns) {
    float turn = turns - roundEven(turns);
    return turn * (8.0 - 16.0 * abs(turn));
}

float cosine(float x) {
    return sine(x + 1.57079633);
}

float bearing(vec2 d) {
    vec2 size = abs(d);
    float a = min(size.x, size.y) / max(max(size.x, size.y), 1e-9);
    float s = a * a;
    float angle = a * (0.9998660 + s * (-0.3302995 + s * (0.1801410 + s * (-0.0851330 + s * 0.0208351))));
    angle = size.y > size.x ? 1.57079633 - angle : angle;
    angle = d.x < 0.0 ? 3.14159265 - angle : angle;
    return d.y < 0.0 ? -angle : angle;
}
