#iChannel2 "music"
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    float x = fragCoord.x / iResolution.x;
    fragColor = vec4(texture(iChannel2, vec2(x, 0.25)).r, texture(iChannel2, vec2(x, 0.75)).r, iMouse.x / 100.0, 1.0);
}
