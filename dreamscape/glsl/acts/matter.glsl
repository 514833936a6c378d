// matter: what a stranger's body is made of, and how much of the light it gives back.
// matter(made, weave): of what scripts/people/made.py baked: -1 trousers and shoes, 0 other cloth, 1 skin, 2 hair; and
// how open to the light that is, 0 to 1. clear_through(thick, of): what comes through so many m of it.
// woven(own, made, chest, number, size): threads, seams and strands as a factor about 1, at a place in the body's own
// axes, m, of a stranger whose chest is so high, m, with a number of their own, 0 to 1, at `size` m a pixel: checks or
// stripes, no two alike; coats that open in a V over something lighter; strands of hair.
// Cost: 75 operations a pixel. Needs sine.glsl, where EDGE is not defined.
struct Matter {
    float skin, hair;  // 0 to 1
    float open;
    float weave;
};

Matter matter(vec2 made, float weave) {
    return Matter(max(1.0 - abs(made.x - 1.0), 0.0), max(made.x - 1.0, 0.0), made.y, weave);
}

// Beer's law, by a rational curve; less through skin and hair.
vec3 clear_through(float thick, Matter of) {
    float milk = 0.70 - 0.58 * of.skin - 0.40 * of.hair;
    return milk / (1.0 + thick * vec3(7.0, 5.0, 3.2));
}

#ifndef EDGE
float woven(vec3 own, float made, float chest, float number, float size) {
    float hair = max(made - 1.0, 0.0), coat = max(1.0 - abs(made), 0.0);
    float fine = 1.0 / (1.0 + 16000.0 * size * size);
    float style = fract(number * 5.0 + 0.1);
    float across = sine(own.x * mix(140.0, 210.0, style) + own.z * 60.0), along = sine(own.y * 150.0);
    float threads = 0.17 * (across * (0.3 + 0.7 * style) + along * max(1.0 - 1.4 * style, 0.0));
    float open = max(own.y - chest, 0.0) * 0.34, off = abs(own.x - 0.007);
    float front = step(0.02, own.z) * step(0.12, style);
    float lapel = max(1.0 - abs(off - open) / (0.004 + 0.7 * size), 0.0);
    float shirt = clamp((open - off) / (0.002 + size), 0.0, 1.0);
    float strands = sine(own.x * 430.0 + own.y * 40.0 + 4.5 * sine(own.x * 34.0 + own.z * 56.0 + own.y * 6.0));
    return 1.0 + threads * fine * clamp(1.0 - made, 0.0, 1.0) + coat * front * (0.5 * shirt - 0.6 * lapel)
        + 0.42 * hair * strands * fine;
}
#endif
