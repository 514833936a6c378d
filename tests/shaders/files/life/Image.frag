#iChannel0 "BufferB"
#iChannel1 "quarters.png"
#iChannel1::Filter "Nearest"
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    fragColor = vec4(texelFetch(iChannel0, ivec2(0), 0).x / 255.0, scaled(0.25), texture(iChannel1, vec2(1.6, 0.1)).r,
        iChannelResolution[1].x);
}
