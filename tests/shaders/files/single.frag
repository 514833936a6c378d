// one pass: where a pixel is, and when
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = fragCoord / iResolution.xy;
    fragColor = vec4(uv, 0.5 * iTime + float(iFrame) / 255.0, 0.0);
}
